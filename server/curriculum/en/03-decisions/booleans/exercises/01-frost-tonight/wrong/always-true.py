# The answer was typed in as a text, so it never changes.
temperature = int(input("Temperature: "))
print("Frost: True")
