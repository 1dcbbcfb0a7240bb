# The readable message is still shown.
# A secret postcard.

# Ask for everything.
name = input("What is your name? ")
place = input("Where are you? ")
message = input("What is your message? ")

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

# Show the postcard.
print("SECRET POSTCARD")
print("From:", code_name)
print("Place:", place)
print("Message:", message)
