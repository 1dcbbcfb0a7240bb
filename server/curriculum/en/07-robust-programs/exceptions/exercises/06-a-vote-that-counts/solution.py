def add_vote(votes, name):
    if name not in votes:
        raise ValueError("not a candidate: " + name)
    votes[name] += 1


def attempt(votes, name):
    try:
        add_vote(votes, name)
    except ValueError as error:
        return (str(error), votes)
    return ("counted", votes)


print(attempt({"Mei": 2, "Tomas": 0}, "Tomas"))
print(attempt({"Mei": 2}, "Kai"))
