KINDS = ["INFO", "WARNING", "ERROR"]


def read_lines(name):
    lines = []
    with open(name) as file:
        for line in file:
            line = line.strip()
            if line != "":
                lines.append(line)
    return lines


def parse(line):
    words = line.split()
    if len(words) < 3 or words[1] not in KINDS:
        raise ValueError("broken line: " + line)
    return (words[0], words[1], " ".join(words[2:]))


def is_broken(line):
    try:
        parse(line)
    except ValueError:
        return True
    return False


def test_parse():
    assert parse("06:20 WARNING battery low") == ("06:20", "WARNING", "battery low")
    assert not is_broken("06:20 WARNING battery low")
    assert is_broken("06:20 WARNING")
    assert is_broken("06:20 HELLO battery low")


def count_kinds(lines):
    counts = {"INFO": 0, "WARNING": 0, "ERROR": 0, "broken": 0}
    for line in lines:
        try:
            time, kind, message = parse(line)
            counts[kind] += 1
        except ValueError:
            counts["broken"] += 1
    return counts


def write_report(name, counts):
    with open(name, "w") as file:
        for kind in counts:
            file.write(f"{kind}: {counts[kind]}\n")


test_parse()
lines = read_lines("station.log")
print(len(lines), "lines")
write_report("report.txt", count_kinds(lines))
