# The line is never emptied, so each row goes on with the row before.
rows = int(input("Rows: "))
tiles = 0
line = ""
for row in range(1, rows + 1):
    for tile in range(row):
        line = line + "[]"
        tiles = tiles + 1
    print(line)
print("Tiles:", tiles)
