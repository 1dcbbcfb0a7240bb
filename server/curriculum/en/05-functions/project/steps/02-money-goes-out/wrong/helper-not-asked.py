# The bank always pays, because nobody asks can_withdraw.
def deposit(balance, amount):
    if amount < 0:
        return balance
    return balance + amount

def can_withdraw(balance, amount):
    return amount >= 0 and amount <= balance

def withdraw(balance, amount):
    return balance - amount
