# The test for the empty dictionary passes even when no error is raised.
def winner(votes):
    if len(votes) == 0:
        raise ValueError("nobody wants to be president")
    most = max(votes.values())
    names = []
    for name, count in votes.items():
        if count == most:
            names.append(name)
    if len(names) > 1:
        return None
    return names[0]


def test_winner():
    assert winner({"Ana": 2, "Bo": 1}) == "Ana"
    assert winner({"Ana": 2, "Bo": 2}) == None
    try:
        winner({})
    except ValueError:
        print("The error came.")
