# The method sort returns nothing, so each value is None.
def families(mothers):
    return {
        mother: [child for child in mothers if mothers[child] == mother].sort()
        for mother in mothers.values()
    }

print(families({"Noor": "Sana", "Ali": "Sana", "Sana": "Huda"}))
