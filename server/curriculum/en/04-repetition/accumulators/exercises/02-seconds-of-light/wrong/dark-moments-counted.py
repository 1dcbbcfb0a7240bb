# The length of the signal also counts the dark moments.
signal = input("Signal: ")
seconds = 0
for sign in signal:
    if sign == ".":
        seconds = seconds + 1
    elif sign == "-":
        seconds = seconds + 3
print("Flashes:", len(signal))
print("Seconds:", seconds)
