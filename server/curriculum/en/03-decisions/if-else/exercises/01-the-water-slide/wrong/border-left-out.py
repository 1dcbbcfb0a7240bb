# A person of exactly 120 cm is sent away.
height = int(input("Height in cm: "))
if height > 120:
    print("You may use the slide.")
else:
    print("Please use the small pool.")
