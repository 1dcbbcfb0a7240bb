cases = [(20, "calm")]


def level(wind):
    if wind < 62:
        return "calm"
    if wind < 118:
        return "storm"
    return "hurricane"


def failures():
    failed = []
    for wind, expected in cases:
        if level(wind) != expected:
            failed.append(wind)
    return failed


print("cases that fail:", failures())
