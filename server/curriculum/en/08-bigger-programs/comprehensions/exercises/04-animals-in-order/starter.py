animals = ["otter", "yak", "lemur", "ibis", "Emu"]
print(sorted(animals))
print(sorted(animals, key=len))
print([name[0] for name in animals if len(name) > 3])
print(max(animals, key=len))
print(sorted(animals, key=lambda name: name[-1]))
