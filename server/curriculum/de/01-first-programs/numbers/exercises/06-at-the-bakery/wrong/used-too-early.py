# Die Summe wird berechnet, bevor der Preis bekannt ist.
brote = 6
summe = brote * preis
preis = 3
print("Zu zahlen:", summe)
gegeben = 20
rueckgeld = gegeben - summe
print("Rückgeld:", rueckgeld)
