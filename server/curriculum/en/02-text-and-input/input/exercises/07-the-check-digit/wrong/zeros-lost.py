# As a whole number, the book number loses its zeros.
book = int(input("Book number: "))
total = book // 1000 + book // 100 % 10 + book // 10 % 10 + book % 10
check = total % 10
print("Sum:", total)
print("Book:", str(book) + str(check))
