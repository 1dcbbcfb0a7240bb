# Das Alter ist ein Text, weil es in Anführungszeichen steht.
name = "Noor"
alter = "13"
print(name, "ist", alter, "Jahre alt.")
