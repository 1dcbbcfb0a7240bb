# A failed assert is caught like an error, so a wrong price is reported as an error.
prices = {"A1": 80, "A2": 120, "B1": 200}


def price_of(code):
    return prices[code]


def report(cases):
    lines = []
    for code, expected in cases:
        try:
            assert price_of(code) == expected
            lines.append(f"{code}: ok")
        except (KeyError, AssertionError):
            lines.append(f"{code}: error")
    return lines
