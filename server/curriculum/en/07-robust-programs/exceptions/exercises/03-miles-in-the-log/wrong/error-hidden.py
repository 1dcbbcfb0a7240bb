# The error is caught, but the first day is still missing.
def miles_after(miles, day):
    total = 0
    try:
        for number in range(1, day + 1):
            total = total + miles[number]
    except IndexError:
        print("No such day.")
    return total


print(miles_after([112, 98, 0, 134], 4))
