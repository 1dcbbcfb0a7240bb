# The function returns the value, but the program does not keep it.
def count_baskets(apples):
    baskets = apples // 25
    return baskets

count_baskets(180)
print("Baskets:", baskets)
