passed = []


def half(number):
    return number // 2


def check(number, expected):
    try:
        assert half(number) == expected, "wrong for " + str(number)
        passed.append(number)
        print("ok", number)
    except AssertionError as error:
        print(error)


check(8, 4)
check(7, 3.5)
check(0, 0)
check(9, 4)
print(len(passed), "tests passed")
