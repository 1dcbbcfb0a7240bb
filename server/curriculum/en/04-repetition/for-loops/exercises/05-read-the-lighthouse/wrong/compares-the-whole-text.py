# The whole signal is compared, not the single sign.
signal = input("Signal: ")
for sign in signal:
    if signal == ".":
        print("short")
    elif signal == "-":
        print("long")
    else:
        print("dark")
