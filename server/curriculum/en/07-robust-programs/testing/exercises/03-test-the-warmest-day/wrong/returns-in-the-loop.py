# The function returns after the first day.
def warmest(days):
    best = days[0]
    for day in days:
        if day > best:
            best = day
        return best
def test_warmest():
    assert warmest([7, 12, 9]) == 12
    assert warmest([-4, -1]) == -1
    print("warmest works")
test_warmest()
