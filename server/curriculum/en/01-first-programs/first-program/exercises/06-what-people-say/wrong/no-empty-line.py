# The empty line is missing.
print('Mei asks: "Is this seat free?"')
print("Omar nods. It's free.")
print('"Thank you!"')
