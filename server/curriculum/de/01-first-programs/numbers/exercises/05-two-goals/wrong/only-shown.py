# Die Summe wird nur gezeigt; die Variable hat noch ihren ersten Wert.
adler = 1
print("Adler:", adler + 2 + 1)
