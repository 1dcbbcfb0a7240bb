# A dark moment counts like a long flash.
signal = input("Signal: ")
flashes = 0
seconds = 0
for sign in signal:
    flashes = flashes + 1
    if sign == ".":
        seconds = seconds + 1
    else:
        seconds = seconds + 3
print("Flashes:", flashes)
print("Seconds:", seconds)
