# Only the first speed of each kind is there, not the last one below it.
cases = [(0, "calm"), (62, "storm"), (118, "hurricane"), (200, "hurricane")]


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
