# A missing file stops the program.
import csv


def load_words(name):
    words = {}
    with open(name, newline="") as file:
        for row in csv.reader(file):
            if len(row) == 2:
                words[row[0]] = row[1]
    return words
