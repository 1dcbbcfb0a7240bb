rows = int(input("Rows: "))
pairs = int(input("Pairs: "))
for row in range(1, rows + 1):
    if row % 2 == 1:
        print("#." * pairs)
    else:
        print(".#" * pairs)
