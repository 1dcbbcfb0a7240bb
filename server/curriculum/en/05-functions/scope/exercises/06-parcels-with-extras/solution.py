def parcel_cost(weight, express=False, gift=False):
    cost = 5 + 2 * weight
    if express:
        cost = cost * 2
    if gift:
        cost = cost + 3
    return cost
