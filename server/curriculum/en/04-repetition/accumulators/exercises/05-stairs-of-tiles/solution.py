rows = int(input("Rows: "))
tiles = 0
for row in range(1, rows + 1):
    line = ""
    for tile in range(row):
        line = line + "[]"
        tiles = tiles + 1
    print(line)
print("Tiles:", tiles)
