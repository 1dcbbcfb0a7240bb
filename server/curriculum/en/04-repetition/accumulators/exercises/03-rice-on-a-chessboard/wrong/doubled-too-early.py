# The grains double before they are added, so the first square has two.
squares = int(input("How many squares? "))
total = 0
grains = 1
for square in range(squares):
    grains = grains * 2
    total = total + grains
print("Grains:", total)
