# The length is not an index; the last index is one less.
def looks(shelves, wanted):
    seen = []
    low = 0
    high = len(shelves)
    while low <= high:
        middle = (low + high) // 2
        seen.append(shelves[middle])
        if shelves[middle] == wanted:
            return seen
        if shelves[middle] < wanted:
            low = middle + 1
        else:
            high = middle - 1
    return seen

print(looks([3, 8, 12, 20, 31, 44, 57], 31))
