def add_vote(votes, name):
    # Raise a ValueError here if name is not a candidate.
    votes[name] = 1


def attempt(votes, name):
    try:
        add_vote(votes, name)
    except ValueError as error:
        return (str(error), votes)
    return ("counted", votes)


print(attempt({"Mei": 2, "Tomas": 0}, "Tomas"))
print(attempt({"Mei": 2}, "Kai"))
