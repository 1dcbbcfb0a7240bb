# The spaces become hyphens before the ends are tidy.
plant = input("Which plant? ")
label = plant.replace(" ", "-")
plant = plant.strip()
plant = plant.lower()
print(f"Label: {label}")
print(f"Characters: {len(label)}")
