# A small bank. All amounts are whole coins.

def deposit(balance, amount):
    """Return the balance after money came in."""
    if amount < 0:
        return balance
    return balance + amount

def can_withdraw(balance, amount):
    """Return whether the bank pays this amount."""
    return amount >= 0 and amount <= balance

def withdraw(balance, amount):
    """Return the balance after money went out, if that is possible."""
    if can_withdraw(balance, amount):
        return balance - amount
    return balance

def interest(balance, percent=2):
    """Return the interest for one year in whole coins."""
    return balance * percent // 100

def after_years(balance, years, percent=2):
    """Return the balance after some years with interest."""
    for year in range(years):
        balance = balance + interest(balance, percent)
    return balance

def statement_line(text, amount, width=20):
    """Return a text and an amount with dots between them."""
    coins = str(amount)
    dots = "." * (width - len(text) - len(coins))
    return text + dots + coins
