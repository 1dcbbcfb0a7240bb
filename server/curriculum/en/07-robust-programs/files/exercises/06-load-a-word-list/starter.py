import csv


def load_words(name):
    # Read the file and collect the words.
    return {}


print(load_words("swahili.csv"))
