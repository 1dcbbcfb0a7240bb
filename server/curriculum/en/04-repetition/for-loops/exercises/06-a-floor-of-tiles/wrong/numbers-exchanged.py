# The pairs are asked for first.
pairs = int(input("Pairs: "))
rows = int(input("Rows: "))
for row in range(1, rows + 1):
    if row % 2 == 1:
        print("#." * pairs)
    else:
        print(".#" * pairs)
