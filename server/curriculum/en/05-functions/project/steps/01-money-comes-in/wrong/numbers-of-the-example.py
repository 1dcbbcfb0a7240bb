# The balance of the example is in the body.
def deposit(balance, amount):
    balance = 100
    if amount < 0:
        return balance
    return balance + amount
