meters = {"north": 410, "south": 85, "pool": 1200}
total = 0
line = input("> ")
while line != "end":
    try:
        name, text = line.split()
        reading = int(text)
    except ValueError:
        print("Bad line:", line)
    else:
        if name not in meters:
            print("No meter:", name)
        elif reading < meters[name]:
            print("Too small:", reading)
        else:
            used = reading - meters[name]
            print(f"{name}: {used}")
            total += used
            meters[name] = reading
    line = input("> ")
print("Total:", total)
