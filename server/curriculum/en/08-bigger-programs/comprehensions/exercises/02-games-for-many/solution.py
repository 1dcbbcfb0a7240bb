def players(game):
    return game[1]

games = [("Three Towers", 2), ("Word Hunt", 12), ("Lost Islands", 5)]
ranked = sorted(games, key=players, reverse=True)
for name, number in ranked:
    print(name, "for", number)
