# Das Rückgeld ist verkehrt herum berechnet.
brote = 6
preis = 3
summe = brote * preis
print("Zu zahlen:", summe)
gegeben = 20
rueckgeld = summe - gegeben
print("Rückgeld:", rueckgeld)
