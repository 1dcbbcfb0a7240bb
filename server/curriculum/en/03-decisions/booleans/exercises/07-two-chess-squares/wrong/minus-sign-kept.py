# Without abs, the distances may differ by a minus sign.
column_1 = int(input("Column of the first square: "))
row_1 = int(input("Row of the first square: "))
column_2 = int(input("Column of the second square: "))
row_2 = int(input("Row of the second square: "))
same_colour = (column_1 + row_1) % 2 == (column_2 + row_2) % 2
same_diagonal = column_1 - column_2 == row_1 - row_2
print("Same colour:", same_colour)
print("Same diagonal:", same_diagonal)
