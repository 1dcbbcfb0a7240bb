# The robot looks at one shelf after the other.
def looks(shelves, wanted):
    seen = []
    for shelf in shelves:
        seen.append(shelf)
        if shelf == wanted:
            return seen
    return seen

print(looks([3, 8, 12, 20, 31, 44, 57], 31))
