# The smaller price is calculated but not kept.
adults = int(input("Adults: "))
children = int(input("Children: "))
price = adults * 3 + children
if adults + children >= 10:
    print("Group discount")
    price - 5
print("Price:", price)
