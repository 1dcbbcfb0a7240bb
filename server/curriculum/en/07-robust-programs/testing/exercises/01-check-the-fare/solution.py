def fare(age):
    if age <= 12:
        return 2
    return 5


def test_fare():
    assert fare(30) == 5
    assert fare(8) == 2
    assert fare(12) == 2
    assert fare(13) == 5


test_fare()
print("The fare is right.")
