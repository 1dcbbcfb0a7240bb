# The whole sum was joined, not only its last digit.
book = input("Book number: ")
total = int(book[0]) + int(book[1]) + int(book[2]) + int(book[3])
print("Sum:", total)
print("Book:", book + str(total))
