# Write the function families here.


print(families({"Noor": "Sana", "Ali": "Sana", "Sana": "Huda"}))
