# The two extras have no default values.
def parcel_cost(weight, express, gift):
    cost = 5 + 2 * weight
    if express:
        cost = cost * 2
    if gift:
        cost = cost + 3
    return cost
