# The length was typed in and fits only one place.
# A secret postcard.

# Ask for everything.
name = input("What is your name? ")
place = input("Where are you? ")
message = input("What is your message? ")

# Make the code name from pieces of the place and the name.
code_name = place[:3] + name[-2:] + "6"

# Show the postcard.
print("SECRET POSTCARD")
print("From:", code_name)
print("Place:", place)
print("Message:", message)
