# Division by 10 gives the first digit of the sum, not the last one.
book = input("Book number: ")
total = int(book[0]) + int(book[1]) + int(book[2]) + int(book[3])
check = total // 10
print("Sum:", total)
print("Book:", book + str(check))
