# The end of the range is left out, so a row is missing.
rows = int(input("Rows: "))
pairs = int(input("Pairs: "))
for row in range(1, rows):
    if row % 2 == 1:
        print("#." * pairs)
    else:
        print(".#" * pairs)
