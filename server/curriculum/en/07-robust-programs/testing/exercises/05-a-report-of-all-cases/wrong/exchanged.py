# The expected price and the real one are exchanged in the text.
prices = {"A1": 80, "A2": 120, "B1": 200}


def price_of(code):
    return prices[code]


def report(cases):
    lines = []
    for code, expected in cases:
        try:
            got = price_of(code)
            if got == expected:
                lines.append(f"{code}: ok")
            else:
                lines.append(f"{code}: expected {got}, got {expected}")
        except KeyError:
            lines.append(f"{code}: error")
    return lines
