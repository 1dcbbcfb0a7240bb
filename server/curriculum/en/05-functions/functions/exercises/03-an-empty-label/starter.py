def label(name, city):
    text = f"To: {name}, {city}"

print(label("Tariq", "Lahore"))
print(label("Ximena", "Quito"))
