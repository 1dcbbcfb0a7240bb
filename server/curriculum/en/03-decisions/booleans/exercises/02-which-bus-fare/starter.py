age = int(input("Age: "))
# Show the two lines here.
