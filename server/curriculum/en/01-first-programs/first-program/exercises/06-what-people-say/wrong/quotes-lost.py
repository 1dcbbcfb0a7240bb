# The double quotes are only around the texts, so they are not shown.
print("Mei asks: Is this seat free?")
print("Omar nods. It's free.")
print()
print("Thank you!")
