# The local variable is used outside the function.
def play(note, times=4):
    bar = note * times
    return bar + "|"

first = play("C ")
second = play("G ", 2)
print(bar)
print(first + second)
