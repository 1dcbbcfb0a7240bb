# The children are in the order of the dictionary.
def families(mothers):
    result = {}
    for child in mothers:
        mother = mothers[child]
        if mother not in result:
            result[mother] = []
        result[mother].append(child)
    return result

print(families({"Noor": "Sana", "Ali": "Sana", "Sana": "Huda"}))
