# Anzahl und Preis wurden addiert.
brote = 6
preis = 3
summe = brote + preis
print("Zu zahlen:", summe)
gegeben = 20
rueckgeld = gegeben - summe
print("Rückgeld:", rueckgeld)
