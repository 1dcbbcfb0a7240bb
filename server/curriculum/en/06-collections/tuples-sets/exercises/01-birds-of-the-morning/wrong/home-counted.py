# The word home is counted as a bird.
count = 0
kinds = set()
bird = ""
while bird != "home":
    bird = input("Bird: ")
    count = count + 1
    kinds.add(bird)
print("Birds:", count)
print("Kinds:", len(kinds))
for kind in sorted(kinds):
    print(kind)
