limit = int(input("Limit in kg: "))
load = 0
# Ask for the boxes here.
