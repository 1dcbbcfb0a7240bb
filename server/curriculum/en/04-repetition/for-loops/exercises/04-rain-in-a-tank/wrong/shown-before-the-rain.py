# The rain of each hour is added after the tank is shown.
tank = 12
for hour in range(1, 4):
    print(f"Hour {hour}: {tank} litres")
    tank = tank + 5
print("Thandiwe waters the garden with", tank)
