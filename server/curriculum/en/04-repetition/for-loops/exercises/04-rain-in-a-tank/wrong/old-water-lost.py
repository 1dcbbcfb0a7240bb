# Each hour starts with 5 litres again.
for hour in range(1, 4):
    tank = 5
    print(f"Hour {hour}: {tank} litres")
print("Thandiwe waters the garden with", tank)
