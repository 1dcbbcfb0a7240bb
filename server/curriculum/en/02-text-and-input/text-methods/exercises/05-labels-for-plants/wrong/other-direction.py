# Hyphens are replaced by spaces, not spaces by hyphens.
plant = input("Which plant? ")
plant = plant.strip()
plant = plant.lower()
label = plant.replace("-", " ")
print(f"Label: {label}")
print(f"Characters: {len(label)}")
