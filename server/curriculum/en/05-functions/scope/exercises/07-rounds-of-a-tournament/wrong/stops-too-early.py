# The loop ends when the players fit into one group, but they still have to play.
def count_rounds(players, group=2):
    rounds = 0
    while players > group:
        left = players % group
        players = players // group
        if left > 0:
            players = players + 1
        rounds = rounds + 1
    return rounds
