# A row with another number of cells ends the reading.
import csv


def load_words(name):
    words = {}
    try:
        with open(name, newline="") as file:
            for source, target in csv.reader(file):
                words[source] = target
    except (FileNotFoundError, ValueError):
        return words
    return words
