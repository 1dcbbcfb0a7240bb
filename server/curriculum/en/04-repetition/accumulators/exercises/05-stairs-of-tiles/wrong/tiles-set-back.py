# The tiles are set to 0 for each row, so only the last row is counted.
rows = int(input("Rows: "))
for row in range(1, rows + 1):
    tiles = 0
    line = ""
    for tile in range(row):
        line = line + "[]"
        tiles = tiles + 1
    print(line)
print("Tiles:", tiles)
