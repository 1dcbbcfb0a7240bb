# The names of the variables have quotes.
# A secret postcard.

# Ask for everything.
name = input("What is your name? ")
place = input("Where are you? ")
message = input("What is your message? ")

# Show the postcard.
print("SECRET POSTCARD")
print("From:", "name")
print("Place:", "place")
print("Message:", "message")
