# The condition looks at the price instead of the number of people.
adults = int(input("Adults: "))
children = int(input("Children: "))
price = adults * 3 + children
if price >= 10:
    print("Group discount")
    price = price - 5
print("Price:", price)
