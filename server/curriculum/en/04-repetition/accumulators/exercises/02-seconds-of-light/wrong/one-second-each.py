# Every flash counts one second.
signal = input("Signal: ")
flashes = 0
seconds = 0
for sign in signal:
    if sign == "." or sign == "-":
        flashes = flashes + 1
        seconds = seconds + 1
print("Flashes:", flashes)
print("Seconds:", seconds)
