# The set is made of the text, so it holds letters.
line = input("Queue: ")
names = line.split()
for place, name in enumerate(names, 1):
    print(f"{place}. {name}")
different = set(line)
print("Different names:", len(different))
