# Any two equal numbers count as a draw, also those of the losers; a clear winner is not tested.
def winner(votes):
    if len(votes) == 0:
        raise ValueError("nobody wants to be president")
    if len(set(votes.values())) < len(votes):
        return None
    most = max(votes.values())
    for name in votes:
        if votes[name] == most:
            return name


def test_winner():
    assert winner({"Ana": 2, "Bo": 2}) == None
    raised = False
    try:
        winner({})
    except ValueError:
        raised = True
    assert raised
