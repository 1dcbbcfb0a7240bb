names = []
kilograms = []
line = input("Sale: ")
while line != "end":
    # Add this sale to the two lists.
    line = input("Sale: ")
# Show each vegetable, then the best one.
