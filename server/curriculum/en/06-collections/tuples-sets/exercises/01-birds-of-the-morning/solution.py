count = 0
kinds = set()
bird = input("Bird: ")
while bird != "home":
    count = count + 1
    kinds.add(bird)
    bird = input("Bird: ")
print("Birds:", count)
print("Kinds:", len(kinds))
for kind in sorted(kinds):
    print(kind)
