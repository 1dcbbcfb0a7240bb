# The greatest number is shown and not the name that belongs to it.
names = []
kilograms = []
line = input("Sale: ")
while line != "end":
    parts = line.split()
    name = parts[0]
    number = int(parts[1])
    if name in names:
        kilograms[names.index(name)] += number
    else:
        names.append(name)
        kilograms.append(number)
    line = input("Sale: ")
for i in range(len(names)):
    print(f"{names[i]}: {kilograms[i]} kg")
print("Best:", max(kilograms))
