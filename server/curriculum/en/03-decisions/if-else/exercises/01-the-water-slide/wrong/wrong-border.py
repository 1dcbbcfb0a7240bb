# The border is 100 instead of 120.
height = int(input("Height in cm: "))
if height >= 100:
    print("You may use the slide.")
else:
    print("Please use the small pool.")
