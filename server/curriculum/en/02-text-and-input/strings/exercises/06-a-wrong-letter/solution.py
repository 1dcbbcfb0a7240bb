sign = "BOTONICAL GARDEN"
start = sign[:3]
end = sign[4:]
new_sign = start + "A" + end
print(new_sign)
print("=" * len(new_sign))
