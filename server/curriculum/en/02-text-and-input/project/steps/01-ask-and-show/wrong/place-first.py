# The place is asked for before the name.
# A secret postcard.

# Ask for everything.
place = input("Where are you? ")
name = input("What is your name? ")
message = input("What is your message? ")

# Show the postcard.
print("SECRET POSTCARD")
print("From:", name)
print("Place:", place)
print("Message:", message)
