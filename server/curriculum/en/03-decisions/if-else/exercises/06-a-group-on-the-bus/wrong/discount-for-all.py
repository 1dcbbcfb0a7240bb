# The line that makes the price smaller is not in the block, so everybody gets the discount.
adults = int(input("Adults: "))
children = int(input("Children: "))
price = adults * 3 + children
if adults + children >= 10:
    print("Group discount")
price = price - 5
print("Price:", price)
