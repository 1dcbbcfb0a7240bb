signal = input("Signal: ")
for sign in signal:
    if sign == ".":
        print("short")
    elif sign == "-":
        print("long")
    else:
        print("dark")
