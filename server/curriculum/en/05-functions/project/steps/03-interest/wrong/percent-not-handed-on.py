# The percent is not handed on, so the helper always takes its default.
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

def interest(balance, percent=2):
    return balance * percent // 100

def after_years(balance, years, percent=2):
    for year in range(years):
        balance = balance + interest(balance)
    return balance
