tank = 12
for hour in range(1, 4):
    tank = tank + 5
    print(f"Hour {hour}: {tank} litres")
print("Thandiwe waters the garden with", tank)
