prices = {"A1": 80, "A2": 120, "B1": 200}


def price_of(code):
    return prices[code]


def report(cases):
    # Test each case and collect the texts.
    return []


print(report([("A1", 80), ("A2", 90), ("Z9", 50)]))
