# The total is set to 0 on every square, so only the last square counts.
squares = int(input("How many squares? "))
grains = 1
for square in range(squares):
    total = 0
    total = total + grains
    grains = grains * 2
print("Grains:", total)
