# The first day is there even when no day is asked for.
def miles_after(miles, day):
    total = miles[0]
    for number in range(1, day):
        total = total + miles[number]
    return total


print(miles_after([112, 98, 0, 134], 4))
