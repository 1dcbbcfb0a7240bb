# Zero itself is not below zero.
temperature = int(input("Temperature: "))
print("Frost:", temperature <= 0)
