platz_1 = "Hana"
platz_2 = platz_1
platz_1 = "Ravi"
print(platz_1, platz_2)
platz_2 = platz_1
platz_1 = "Zoe"
print(platz_1, platz_2)
print("platz_1", platz_2)
