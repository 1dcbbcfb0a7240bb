# The number of birds is taken from the set, which keeps each kind once.
kinds = set()
bird = input("Bird: ")
while bird != "home":
    kinds.add(bird)
    bird = input("Bird: ")
print("Birds:", len(kinds))
print("Kinds:", len(kinds))
for kind in sorted(kinds):
    print(kind)
