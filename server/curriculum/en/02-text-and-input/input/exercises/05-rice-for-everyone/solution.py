dish = input("Which dish? ")
people = int(input("How many people? "))
rice = people * 75
print("Rice for", dish + ":", rice, "g")
spoons = rice // 25
print("Spoons:", spoons)
