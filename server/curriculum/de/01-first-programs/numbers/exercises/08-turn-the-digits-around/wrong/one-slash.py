# Ein einzelner Schrägstrich ergibt Kommazahlen statt Ziffern.
zahl = 472
hunderter = zahl / 100
zehner = zahl / 10 % 10
einer = zahl % 10
gedreht = einer * 100 + zehner * 10 + hunderter
print("Ziffern:", hunderter, zehner, einer)
print("Gedreht:", gedreht)
