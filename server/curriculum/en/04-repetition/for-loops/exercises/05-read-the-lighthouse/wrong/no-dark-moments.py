# A space is shown as a long flash.
signal = input("Signal: ")
for sign in signal:
    if sign == ".":
        print("short")
    else:
        print("long")
