# Without the width, the right side of the frame is not straight.
# A secret postcard.

# Ask for everything.
name = input("What is your name? ")
place = input("Where are you? ")
message = input("What is your message? ")
key = int(input("What is your key? "))

# Tidy the answers.
name = name.strip()
place = place.strip().title()
message = message.strip().lower()

# Make the code name from pieces of the place and the name.
code_name = place[:3] + name[-2:] + str(len(place))
code_name = code_name.upper()

# Hide four letters of the message behind digits.
hidden = message.replace("a", "4")
hidden = hidden.replace("e", "3")
hidden = hidden.replace("i", "1")
hidden = hidden.replace("o", "0")

# Turn the message: the first characters go to the end.
secret = hidden[key:] + hidden[:key]

# Calculate the price: every word costs 0.25 coins.
words = message.count(" ") + 1
price = words * 0.25

# Draw the postcard. Each line of text has 36 places.
line_1 = "SECRET POSTCARD"
line_2 = f"From: {code_name}"
line_3 = f"Place: {place}"
line_4 = f"Message: {secret}"
edge = "=" * 40
print(edge)
print(f"| {line_1} |")
print(f"| {line_2} |")
print(f"| {line_3} |")
print(f"| {line_4} |")
print(edge)

# Show the price.
print(f"Words: {words}")
print(f"Price: {price:.2f} coins")
