squares = int(input("How many squares? "))
for square in range(squares):
    total = 0
    grains = 1
    grains = grains * 2
    total = total + grains
print("Grains:", total)
