# The grains are set back to 1 on every square.
squares = int(input("How many squares? "))
total = 0
for square in range(squares):
    grains = 1
    total = total + grains
    grains = grains * 2
print("Grains:", total)
