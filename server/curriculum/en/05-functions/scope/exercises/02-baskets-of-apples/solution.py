def count_baskets(apples):
    baskets = apples // 25
    return baskets

baskets = count_baskets(180)
print("Baskets:", baskets)
