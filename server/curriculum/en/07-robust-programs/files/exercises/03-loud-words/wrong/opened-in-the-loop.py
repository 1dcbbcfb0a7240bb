# The new file is opened again for each line, so only the last word stays.
with open("words.txt") as source:
    for line in source:
        with open("loud.txt", "w") as target:
            target.write(line.upper())
