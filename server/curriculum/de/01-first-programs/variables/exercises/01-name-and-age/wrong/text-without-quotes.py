# In der Zuweisung steht der Name ohne Anführungszeichen.
name = Noor
alter = 13
print(name, "ist", alter, "Jahre alt.")
