# A small bank. All amounts are whole coins.

def deposit(balance, amount):
    if amount < 0:
        return balance
    return balance + amount

def can_withdraw(balance, amount):
    return amount >= 0 and amount <= balance

def withdraw(balance, amount):
    if can_withdraw(balance, amount):
        return balance - amount
    return balance
