# Das Ausrufezeichen fehlt.
print("Hallo, Welt")
