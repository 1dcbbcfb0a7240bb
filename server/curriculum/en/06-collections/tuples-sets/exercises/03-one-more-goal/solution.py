def goal(score, side):
    home, guests = score
    if side == "home":
        home = home + 1
    else:
        guests = guests + 1
    return home, guests
