with open("words.txt") as source:
    with open("loud.txt", "w") as target:
        for line in source:
            target.write(line.upper())
