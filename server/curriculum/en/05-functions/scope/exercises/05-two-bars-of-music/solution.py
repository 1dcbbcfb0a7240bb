def play(note, times=4):
    bar = note * times
    return bar + "|"

first = play("C ")
second = play("G ", 2)
print(first + second)
