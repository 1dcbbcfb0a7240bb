# A list cannot be a value of a set.
line = input("Queue: ")
names = line.split()
for place, name in enumerate(names, 1):
    print(f"{place}. {name}")
different = {names}
print("Different names:", len(different))
