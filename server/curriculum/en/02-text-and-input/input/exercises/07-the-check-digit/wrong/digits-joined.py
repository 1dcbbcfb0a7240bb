# The digits are texts, so they are joined and not added.
book = input("Book number: ")
total = book[0] + book[1] + book[2] + book[3]
check = int(total) % 10
print("Sum:", total)
print("Book:", book + str(check))
