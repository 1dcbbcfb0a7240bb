# The start was cut as if its stop were taken too, so a letter is lost.
sign = "BOTONICAL GARDEN"
start = sign[:2]
end = sign[4:]
new_sign = start + "A" + end
print(new_sign)
print("=" * len(new_sign))
