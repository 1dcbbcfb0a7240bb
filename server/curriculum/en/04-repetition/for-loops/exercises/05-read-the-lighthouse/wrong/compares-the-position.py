# The loop gives positions, and a position is never equal to a sign.
signal = input("Signal: ")
for place in range(len(signal)):
    if place == ".":
        print("short")
    elif place == "-":
        print("long")
    else:
        print("dark")
