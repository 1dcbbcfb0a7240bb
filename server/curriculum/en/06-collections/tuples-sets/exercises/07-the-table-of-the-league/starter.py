teams = []
line = input("Team and points: ")
while line != "end":
    name, points = line.split()
    # Keep the team and its points as a tuple.
    line = input("Team and points: ")
# Sort the tuples and show the table.
