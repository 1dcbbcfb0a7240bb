# The dictionary raises a KeyError by itself, which is another kind.
def add_vote(votes, name):
    votes[name] += 1


def attempt(votes, name):
    try:
        add_vote(votes, name)
    except ValueError as error:
        return (str(error), votes)
    return ("counted", votes)
