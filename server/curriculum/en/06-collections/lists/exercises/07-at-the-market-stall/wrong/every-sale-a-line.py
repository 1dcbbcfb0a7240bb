# Each sale becomes an item of its own, even if the vegetable is known.
names = []
kilograms = []
line = input("Sale: ")
while line != "end":
    parts = line.split()
    names.append(parts[0])
    kilograms.append(int(parts[1]))
    line = input("Sale: ")
for i in range(len(names)):
    print(f"{names[i]}: {kilograms[i]} kg")
best = kilograms.index(max(kilograms))
print("Best:", names[best])
