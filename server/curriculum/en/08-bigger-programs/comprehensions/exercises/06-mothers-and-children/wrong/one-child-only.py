# Each child replaces the one before it.
def families(mothers):
    return {mothers[child]: [child] for child in mothers}

print(families({"Noor": "Sana", "Ali": "Sana", "Sana": "Huda"}))
