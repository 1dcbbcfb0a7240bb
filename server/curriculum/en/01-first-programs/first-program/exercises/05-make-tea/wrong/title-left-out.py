# The title was taken for a name of the program and left out.
print("1. Boil the water.")
print("2. Put the tea into the pot.")
print("3. Add the water.")
print("4. Wait four minutes.")
