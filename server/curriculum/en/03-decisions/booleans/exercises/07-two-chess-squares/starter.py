column_1 = int(input("Column of the first square: "))
row_1 = int(input("Row of the first square: "))
column_2 = int(input("Column of the second square: "))
row_2 = int(input("Row of the second square: "))
# Answer the two questions.
