pages = "12"
print(pages + pages)
print(int(pages) + int(pages))
print(float(pages))
print(str(3) + str(4))
print(int("007"))
print(len(str(250)))
