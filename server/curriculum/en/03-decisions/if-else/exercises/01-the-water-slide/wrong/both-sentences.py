# Without else, the second sentence is shown to everybody.
height = int(input("Height in cm: "))
if height >= 120:
    print("You may use the slide.")
print("Please use the small pool.")
