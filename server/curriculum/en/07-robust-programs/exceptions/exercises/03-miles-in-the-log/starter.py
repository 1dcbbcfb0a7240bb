def miles_after(miles, day):
    total = 0
    for number in range(1, day + 1):
        total = total + miles[number]
    return total


print(miles_after([112, 98, 0, 134], 4))
