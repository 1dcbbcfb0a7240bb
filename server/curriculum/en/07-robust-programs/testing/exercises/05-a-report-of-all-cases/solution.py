prices = {"A1": 80, "A2": 120, "B1": 200}


def price_of(code):
    return prices[code]


def report(cases):
    lines = []
    for code, expected in cases:
        try:
            got = price_of(code)
        except KeyError:
            lines.append(f"{code}: error")
            continue
        if got == expected:
            lines.append(f"{code}: ok")
        else:
            lines.append(f"{code}: expected {expected}, got {got}")
    return lines


print(report([("A1", 80), ("A2", 90), ("Z9", 50)]))
