# The robot goes into the wrong half.
def looks(shelves, wanted):
    seen = []
    low = 0
    high = len(shelves) - 1
    while low <= high:
        middle = (low + high) // 2
        seen.append(shelves[middle])
        if shelves[middle] == wanted:
            return seen
        if shelves[middle] < wanted:
            high = middle - 1
        else:
            low = middle + 1
    return seen

print(looks([3, 8, 12, 20, 31, 44, 57], 31))
