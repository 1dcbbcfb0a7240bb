# The line with the capital letter was used.
print("How to make tea")
print("1. Boil the water.")
Print("2. Put the tea into the pot.")
print("3. Add the water.")
print("4. Wait four minutes.")
