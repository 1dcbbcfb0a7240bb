# People without children are keys too.
def families(mothers):
    people = list(mothers) + list(mothers.values())
    return {
        person: sorted([child for child in mothers if mothers[child] == person])
        for person in people
    }

print(families({"Noor": "Sana", "Ali": "Sana", "Sana": "Huda"}))
