# The program goes on asking when the boat is full.
limit = int(input("Limit in kg: "))
load = 0
while True:
    box = int(input("Next box: "))
    if box == 0:
        break
    if box < 0:
        print("Wrong weight")
        continue
    if load + box > limit:
        print("Box of", box, "kg stays")
        continue
    load = load + box
    if load == limit:
        print("The boat is full")
print("Loaded:", load, "kg")
