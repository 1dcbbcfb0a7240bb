# The gift paper is added before the cost is doubled.
def parcel_cost(weight, express=False, gift=False):
    cost = 5 + 2 * weight
    if gift:
        cost = cost + 3
    if express:
        cost = cost * 2
    return cost
