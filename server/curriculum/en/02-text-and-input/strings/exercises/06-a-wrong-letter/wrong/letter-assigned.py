# A single letter of a string cannot be replaced.
sign = "BOTONICAL GARDEN"
sign[3] = "A"
print(sign)
print("=" * len(sign))
