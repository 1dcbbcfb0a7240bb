# The number of days is part of the text.
book = input("Which book? ")
days = input("How many days? ")
print(f"Please bring back {book} in 14 days.")
