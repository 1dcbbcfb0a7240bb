weeks = int(input("How many weeks? "))
# Add up the coins here.
