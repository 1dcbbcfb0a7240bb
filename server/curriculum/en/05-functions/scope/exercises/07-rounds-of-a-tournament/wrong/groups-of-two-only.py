# The groups always have two players; the argument is not used.
def count_rounds(players, group=2):
    rounds = 0
    while players > 1:
        left = players % 2
        players = players // 2
        if left > 0:
            players = players + 1
        rounds = rounds + 1
    return rounds
