# The line with return comes before the variable is made.
def play(note, times=4):
    return bar + "|"
    bar = note * times

first = play("C ")
second = play("G ", 2)
print(first + second)
