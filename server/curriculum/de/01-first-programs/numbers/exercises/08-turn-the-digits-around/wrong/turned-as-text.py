# Die gedrehte Zahl ist ein Text und keine Zahl.
zahl = 472
hunderter = zahl // 100
zehner = zahl // 10 % 10
einer = zahl % 10
gedreht = "274"
print("Ziffern:", hunderter, zehner, einer)
print("Gedreht:", gedreht)
