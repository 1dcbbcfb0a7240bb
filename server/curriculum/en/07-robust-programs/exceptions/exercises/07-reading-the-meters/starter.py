meters = {"north": 410, "south": 85, "pool": 1200}
line = input("> ")
while line != "end":
    # Treat the line here.
    line = input("> ")
