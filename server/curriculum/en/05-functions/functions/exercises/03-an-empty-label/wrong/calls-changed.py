# The calls were changed; the function still returns nothing.
def label(name, city):
    print(f"To: {name}, {city}")

label("Tariq", "Lahore")
label("Ximena", "Quito")
