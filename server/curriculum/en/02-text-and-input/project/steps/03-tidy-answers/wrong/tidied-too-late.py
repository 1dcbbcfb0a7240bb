# The answers are tidied after the code name was made.
# A secret postcard.

# Ask for everything.
name = input("What is your name? ")
place = input("Where are you? ")
message = input("What is your message? ")

# Make the code name from pieces of the place and the name.
code_name = place[:3] + name[-2:] + str(len(place))
code_name = code_name.upper()

name = name.strip()
place = place.strip().title()
message = message.strip().lower()

# Show the postcard.
print("SECRET POSTCARD")
print("From:", code_name)
print("Place:", place)
print("Message:", message)
