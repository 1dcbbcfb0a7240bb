# A group of exactly ten gets no discount.
adults = int(input("Adults: "))
children = int(input("Children: "))
price = adults * 3 + children
if adults + children > 10:
    print("Group discount")
    price = price - 5
print("Price:", price)
