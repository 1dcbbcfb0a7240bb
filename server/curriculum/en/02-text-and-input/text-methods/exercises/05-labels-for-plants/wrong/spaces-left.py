# The text without spaces is not kept, so hyphens take their place.
plant = input("Which plant? ")
plant.strip()
plant = plant.lower()
label = plant.replace(" ", "-")
print(f"Label: {label}")
print(f"Characters: {len(label)}")
