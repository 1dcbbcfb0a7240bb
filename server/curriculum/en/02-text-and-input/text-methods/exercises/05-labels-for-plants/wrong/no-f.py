# The f is missing in the line that shows the label.
plant = input("Which plant? ")
plant = plant.strip()
plant = plant.lower()
label = plant.replace(" ", "-")
print("Label: {label}")
print(f"Characters: {len(label)}")
