# The new balance is shown and not returned.
def deposit(balance, amount):
    if amount < 0:
        print(balance)
    else:
        print(balance + amount)
