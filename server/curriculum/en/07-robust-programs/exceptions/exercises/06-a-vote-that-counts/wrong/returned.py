# The message is returned and not raised, so the caller thinks the vote counted.
def add_vote(votes, name):
    if name not in votes:
        return "not a candidate: " + name
    votes[name] += 1


def attempt(votes, name):
    try:
        add_vote(votes, name)
    except ValueError as error:
        return (str(error), votes)
    return ("counted", votes)
