def add_two(number):
    print("add", number)
    return number + 2

def triple(number):
    print("triple", number)
    return number * 3

print("start")
print(triple(add_two(1)))
print(add_two(triple(1)))
