# The new sign is shown, but no variable keeps it.
sign = "BOTONICAL GARDEN"
start = sign[:3]
end = sign[4:]
print(start + "A" + end)
print("=" * len(sign))
