# The fares are not compared with anything; every number except 0 counts as true.
def fare(age):
    if age <= 12:
        return 2
    return 5


def test_fare():
    assert fare(30) == 5
    assert fare(8)
    assert fare(12)
    assert fare(13)


test_fare()
print("The fare is right.")
