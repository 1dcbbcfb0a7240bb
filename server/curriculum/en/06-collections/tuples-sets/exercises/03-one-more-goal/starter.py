def goal(score, side):
    if side == "home":
        score[0] = score[0] + 1
    else:
        score[1] = score[1] + 1
    return score
