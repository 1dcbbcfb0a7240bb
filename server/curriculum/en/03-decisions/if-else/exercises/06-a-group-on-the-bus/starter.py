adults = int(input("Adults: "))
children = int(input("Children: "))
# Calculate the price and show it.
