# A global variable takes the value out, and the function returns nothing.
def count_baskets(apples):
    global baskets
    baskets = apples // 25

count_baskets(180)
print("Baskets:", baskets)
