# The answers are not used.
# A secret postcard.

# Ask for everything.
name = input("What is your name? ")
place = input("Where are you? ")
message = input("What is your message? ")

# Show the postcard.
print("SECRET POSTCARD")
print("From:", "Aylin")
print("Place:", "Lisbon")
print("Message:", "Meet me at the library")
