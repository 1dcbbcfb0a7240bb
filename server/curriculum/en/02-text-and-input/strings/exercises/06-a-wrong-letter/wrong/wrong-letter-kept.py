# The end starts too early, so the wrong letter is still there.
sign = "BOTONICAL GARDEN"
start = sign[:3]
end = sign[3:]
new_sign = start + "A" + end
print(new_sign)
print("=" * len(new_sign))
