time = input("Time: ")
# Show what is on, and how many minutes are left.
