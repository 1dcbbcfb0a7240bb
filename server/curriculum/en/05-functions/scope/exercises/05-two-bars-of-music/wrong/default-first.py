# The parameter with the default comes before the one without.
def play(times=4, note):
    bar = note * times
    return bar + "|"

first = play("C ")
second = play("G ", 2)
print(first + second)
