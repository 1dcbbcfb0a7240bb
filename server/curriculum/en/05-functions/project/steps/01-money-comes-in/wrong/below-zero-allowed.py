# An amount below 0 makes the balance smaller.
def deposit(balance, amount):
    return balance + amount
