import csv


def load_words(name):
    words = {}
    try:
        with open(name, newline="", encoding="utf-8") as file:
            for row in csv.reader(file):
                if len(row) == 2:
                    words[row[0]] = row[1]
    except FileNotFoundError:
        return {}
    return words


print(load_words("swahili.csv"))
