# The players who are left over do not make a group.
def count_rounds(players, group=2):
    rounds = 0
    while players > 1:
        players = players // group
        rounds = rounds + 1
    return rounds
