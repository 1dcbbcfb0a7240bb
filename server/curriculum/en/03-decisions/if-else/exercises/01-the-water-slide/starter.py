height = int(input("Height in cm: "))
# Show one of the two sentences.
