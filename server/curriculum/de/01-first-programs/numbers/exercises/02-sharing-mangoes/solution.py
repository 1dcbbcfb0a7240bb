mangos = 38
familien = 5
jede = mangos // familien
rest = mangos % familien
print("Jede Familie bekommt", jede)
print("Übrig:", rest)
