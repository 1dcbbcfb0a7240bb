target = int(input("How many bacteria? "))
# Let the bacteria double here.
