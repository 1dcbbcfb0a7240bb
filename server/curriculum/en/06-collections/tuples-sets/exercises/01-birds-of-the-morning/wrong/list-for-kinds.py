# A list keeps the same bird several times.
kinds = []
bird = input("Bird: ")
while bird != "home":
    kinds.append(bird)
    bird = input("Bird: ")
print("Birds:", len(kinds))
print("Kinds:", len(kinds))
for kind in sorted(kinds):
    print(kind)
