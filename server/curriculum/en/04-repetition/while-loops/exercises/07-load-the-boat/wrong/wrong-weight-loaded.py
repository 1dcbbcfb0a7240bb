# After the message the wrong weight is loaded all the same.
limit = int(input("Limit in kg: "))
load = 0
while True:
    box = int(input("Next box: "))
    if box == 0:
        break
    if box < 0:
        print("Wrong weight")
    if load + box > limit:
        print("Box of", box, "kg stays")
        continue
    load = load + box
    if load == limit:
        print("The boat is full")
        break
print("Loaded:", load, "kg")
