# The calculation was repeated outside; the function still returns nothing.
def count_baskets(apples):
    baskets = apples // 25

count_baskets(180)
baskets = 180 // 25
print("Baskets:", baskets)
