# The two sentences are exchanged.
height = int(input("Height in cm: "))
if height >= 120:
    print("Please use the small pool.")
else:
    print("You may use the slide.")
