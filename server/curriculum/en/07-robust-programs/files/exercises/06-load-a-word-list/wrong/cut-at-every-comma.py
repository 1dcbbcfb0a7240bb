# The lines are cut at every comma, also inside quotes.
def load_words(name):
    words = {}
    try:
        with open(name) as file:
            for line in file:
                cells = line.strip().split(",")
                if len(cells) == 2:
                    words[cells[0]] = cells[1]
    except FileNotFoundError:
        return {}
    return words
