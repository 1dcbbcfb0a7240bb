temperature = int(input("Temperature: "))
print("Frost:", temperature < 0)
