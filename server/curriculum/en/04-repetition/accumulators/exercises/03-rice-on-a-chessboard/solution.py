squares = int(input("How many squares? "))
total = 0
grains = 1
for square in range(squares):
    total = total + grains
    grains = grains * 2
print("Grains:", total)
