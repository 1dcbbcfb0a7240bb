# The rows are counted from 0, so the first one begins with a light tile.
rows = int(input("Rows: "))
pairs = int(input("Pairs: "))
for row in range(rows):
    if row % 2 == 1:
        print("#." * pairs)
    else:
        print(".#" * pairs)
