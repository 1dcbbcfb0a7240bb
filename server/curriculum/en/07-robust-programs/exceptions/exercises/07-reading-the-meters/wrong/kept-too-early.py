# The reading is kept even when it is too small.
meters = {"north": 410, "south": 85, "pool": 1200}
total = 0
line = input("> ")
while line != "end":
    try:
        name, text = line.split()
        reading = int(text)
        used = reading - meters[name]
        meters[name] = reading
        if used < 0:
            print("Too small:", reading)
        else:
            print(f"{name}: {used}")
            total += used
    except ValueError:
        print("Bad line:", line)
    except KeyError:
        print("No meter:", name)
    line = input("> ")
print("Total:", total)
