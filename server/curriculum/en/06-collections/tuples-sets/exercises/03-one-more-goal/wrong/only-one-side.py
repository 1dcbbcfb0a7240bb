# Only the line for the home team was corrected.
def goal(score, side):
    if side == "home":
        score = (score[0] + 1, score[1])
    else:
        score[1] = score[1] + 1
    return score
