# Only the first sign is read.
signal = input("Signal: ")
if signal[0] == ".":
    print("short")
elif signal[0] == "-":
    print("long")
else:
    print("dark")
