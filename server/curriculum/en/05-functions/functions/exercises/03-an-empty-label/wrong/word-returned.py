# The word text is in quotes, so the variable is not returned.
def label(name, city):
    text = f"To: {name}, {city}"
    return "text"

print(label("Tariq", "Lahore"))
print(label("Ximena", "Quito"))
