# Round brackets do not put a value into the text.
book = input("Which book? ")
days = input("How many days? ")
print(f"Please bring back (book) in (days) days.")
