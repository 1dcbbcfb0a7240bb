# The sign was typed again, and nothing was cut.
new_sign = "BOTANICAL GARDEN"
print(new_sign)
print("================")
