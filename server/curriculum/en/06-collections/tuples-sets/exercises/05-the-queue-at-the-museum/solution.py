line = input("Queue: ")
names = line.split()
for place, name in enumerate(names, 1):
    print(f"{place}. {name}")
different = set(names)
print("Different names:", len(different))
