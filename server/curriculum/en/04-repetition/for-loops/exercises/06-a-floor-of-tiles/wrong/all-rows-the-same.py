# Every row begins with a dark tile.
rows = int(input("Rows: "))
pairs = int(input("Pairs: "))
for row in range(1, rows + 1):
    print("#." * pairs)
