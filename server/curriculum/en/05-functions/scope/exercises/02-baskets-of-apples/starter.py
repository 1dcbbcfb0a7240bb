def count_baskets(apples):
    baskets = apples // 25

count_baskets(180)
print("Baskets:", baskets)
