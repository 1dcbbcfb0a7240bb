# The file with the words is opened for writing, which empties it.
with open("words.txt", "w") as source:
    with open("loud.txt", "w") as target:
        for line in source:
            target.write(line.upper())
