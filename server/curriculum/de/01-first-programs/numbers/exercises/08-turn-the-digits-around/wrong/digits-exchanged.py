# Hunderter und Einer sind vertauscht.
zahl = 472
hunderter = zahl % 10
zehner = zahl // 10 % 10
einer = zahl // 100
gedreht = einer * 100 + zehner * 10 + hunderter
print("Ziffern:", hunderter, zehner, einer)
print("Gedreht:", gedreht)
