# The value is shown in the function and not returned.
def count_baskets(apples):
    baskets = apples // 25
    print("Baskets:", baskets)

count_baskets(180)
