# The function returns a list and not a tuple.
def goal(score, side):
    score = list(score)
    if side == "home":
        score[0] = score[0] + 1
    else:
        score[1] = score[1] + 1
    return score
