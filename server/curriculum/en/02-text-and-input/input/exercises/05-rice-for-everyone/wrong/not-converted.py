# The number of people is a text, so it is repeated and cannot be divided.
dish = input("Which dish? ")
people = input("How many people? ")
rice = people * 75
print("Rice for", dish + ":", rice, "g")
spoons = rice // 25
print("Spoons:", spoons)
