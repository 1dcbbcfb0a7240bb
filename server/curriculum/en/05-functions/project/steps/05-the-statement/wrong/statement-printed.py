# The statement is shown and not returned.

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

def statement(name, start, paid_in, paid_out, percent=2):
    """Return the lines of a customer's statement as one text."""
    after_in = deposit(start, paid_in)
    after_out = withdraw(after_in, paid_out)
    earned = interest(after_out, percent)
    end = after_out + earned
    text = f"Statement for {name}"
    text += "\n" + statement_line("Start", start)
    text += "\n" + statement_line("Paid in", after_in - start)
    text += "\n" + statement_line("Paid out", after_in - after_out)
    text += "\n" + statement_line("Interest", earned)
    text += "\n" + statement_line("End", end)
    text += "\n" + statement_line("In 10 years", after_years(end, 10, percent))
    print(text)
