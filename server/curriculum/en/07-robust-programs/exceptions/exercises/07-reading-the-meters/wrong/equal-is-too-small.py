# A reading that has not changed is treated as too small.
meters = {"north": 410, "south": 85, "pool": 1200}
total = 0
line = input("> ")
while line != "end":
    try:
        name, text = line.split()
        reading = int(text)
        if reading <= meters[name]:
            print("Too small:", reading)
        else:
            used = reading - meters[name]
            print(f"{name}: {used}")
            total += used
            meters[name] = reading
    except ValueError:
        print("Bad line:", line)
    except KeyError:
        print("No meter:", name)
    line = input("> ")
print("Total:", total)
