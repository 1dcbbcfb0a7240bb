signal = input("Signal: ")
flashes = 0
seconds = 0
for sign in signal:
    if sign == ".":
        flashes = flashes + 1
        seconds = seconds + 1
    elif sign == "-":
        flashes = flashes + 1
        seconds = seconds + 3
print("Flashes:", flashes)
print("Seconds:", seconds)
