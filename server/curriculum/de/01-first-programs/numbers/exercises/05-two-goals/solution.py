adler = 1
adler = adler + 2
adler = adler + 1
print("Adler:", adler)
