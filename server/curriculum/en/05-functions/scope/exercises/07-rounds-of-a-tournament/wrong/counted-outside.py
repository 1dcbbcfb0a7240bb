# The counter is outside the function, so Python finds no value for the local one.
rounds = 0

def count_rounds(players, group=2):
    while players > 1:
        left = players % group
        players = players // group
        if left > 0:
            players = players + 1
        rounds = rounds + 1
    return rounds
