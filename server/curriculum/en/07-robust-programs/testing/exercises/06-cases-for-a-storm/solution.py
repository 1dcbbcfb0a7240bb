cases = [(61, "calm"), (62, "storm"), (117, "storm"), (118, "hurricane")]


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
