# The range stops before 3, so there are only two hours.
tank = 12
for hour in range(1, 3):
    tank = tank + 5
    print(f"Hour {hour}: {tank} litres")
print("Thandiwe waters the garden with", tank)
