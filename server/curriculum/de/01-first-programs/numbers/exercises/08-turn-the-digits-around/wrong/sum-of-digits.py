# Die Ziffern sind ohne ihren Stellenwert addiert.
zahl = 472
hunderter = zahl // 100
zehner = zahl // 10 % 10
einer = zahl % 10
gedreht = einer + zehner + hunderter
print("Ziffern:", hunderter, zehner, einer)
print("Gedreht:", gedreht)
