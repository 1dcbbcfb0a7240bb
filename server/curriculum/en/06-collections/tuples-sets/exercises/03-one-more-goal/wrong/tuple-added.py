# Plus joins the two tuples, so the new one has three items.
def goal(score, side):
    if side == "home":
        return (1,) + score
    else:
        return score + (1,)
