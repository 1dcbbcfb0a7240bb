# Only the first two words are looked at, so a line with three words is taken.
meters = {"north": 410, "south": 85, "pool": 1200}
total = 0
line = input("> ")
while line != "end":
    try:
        words = line.split()
        name = words[0]
        reading = int(words[1])
        used = reading - meters[name]
        if used < 0:
            print("Too small:", reading)
        else:
            print(f"{name}: {used}")
            total += used
            meters[name] = reading
    except KeyError:
        print("No meter:", name)
    except (ValueError, IndexError):
        print("Bad line:", line)
    line = input("> ")
print("Total:", total)
