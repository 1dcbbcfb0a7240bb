def read_lines(name):
    # Read the file and collect its lines.
    return []


lines = read_lines("station.log")
print(len(lines), "lines")
