# Rows with more than two cells are taken, too.
import csv


def load_words(name):
    words = {}
    try:
        with open(name, newline="") as file:
            for row in csv.reader(file):
                if len(row) >= 2:
                    words[row[0]] = row[1]
    except FileNotFoundError:
        return {}
    return words
