# The two names of the loop are exchanged.
line = input("Queue: ")
names = line.split()
for name, place in enumerate(names, 1):
    print(f"{place}. {name}")
different = set(names)
print("Different names:", len(different))
