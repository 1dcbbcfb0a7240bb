# The questions come in the wrong order, so the dish should become a number.
people = int(input("How many people? "))
dish = input("Which dish? ")
rice = people * 75
print("Rice for", dish + ":", rice, "g")
spoons = rice // 25
print("Spoons:", spoons)
