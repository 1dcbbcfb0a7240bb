# The loop ends a day earlier: no error, but the first day is missing.
def miles_after(miles, day):
    total = 0
    for number in range(1, day):
        total = total + miles[number]
    return total


print(miles_after([112, 98, 0, 134], 4))
