# The questions are asked in the wrong order.
days = input("How many days? ")
book = input("Which book? ")
print(f"Please bring back {book} in {days} days.")
