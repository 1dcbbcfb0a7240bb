height = int(input("Height in cm: "))
if height >= 120:
    print("You may use the slide.")
else:
    print("Please use the small pool.")
