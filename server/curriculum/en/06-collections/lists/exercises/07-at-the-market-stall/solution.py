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
best = kilograms.index(max(kilograms))
print("Best:", names[best])
