# A small bank. All amounts are whole coins.

def deposit(balance, amount):
    if amount < 0:
        return balance
    return balance + amount
