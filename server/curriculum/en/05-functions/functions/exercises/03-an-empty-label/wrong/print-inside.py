# The label is shown inside the function, so None is shown too.
def label(name, city):
    text = f"To: {name}, {city}"
    print(text)

print(label("Tariq", "Lahore"))
print(label("Ximena", "Quito"))
