gap = int(input("Minutes from boat to boat: "))
open_minutes = int(input("The gate is open for how many minutes? "))
# Show all the boats here.
