# All rows are equally long.
rows = int(input("Rows: "))
tiles = 0
for row in range(1, rows + 1):
    line = ""
    for tile in range(rows):
        line = line + "[]"
        tiles = tiles + 1
    print(line)
print("Tiles:", tiles)
