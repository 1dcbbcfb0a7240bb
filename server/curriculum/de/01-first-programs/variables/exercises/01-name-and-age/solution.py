name = "Noor"
alter = 13
print(name, "ist", alter, "Jahre alt.")
