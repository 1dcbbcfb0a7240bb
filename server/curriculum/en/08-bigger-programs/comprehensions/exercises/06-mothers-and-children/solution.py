def families(mothers):
    return {
        mother: sorted([child for child in mothers if mothers[child] == mother])
        for mother in mothers.values()
    }

print(families({"Noor": "Sana", "Ali": "Sana", "Sana": "Huda"}))
