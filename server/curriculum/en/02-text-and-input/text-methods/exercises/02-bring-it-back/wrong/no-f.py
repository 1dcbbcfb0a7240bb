# The f is missing, so the curly brackets are shown.
book = input("Which book? ")
days = input("How many days? ")
print("Please bring back {book} in {days} days.")
