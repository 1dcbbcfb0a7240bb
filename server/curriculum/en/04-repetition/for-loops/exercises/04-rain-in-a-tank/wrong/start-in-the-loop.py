# The 12 litres are set anew in each hour.
for hour in range(1, 4):
    tank = 12
    tank = tank + 5
    print(f"Hour {hour}: {tank} litres")
print("Thandiwe waters the garden with", tank)
