# The spaces at the start of the lines are missing.
print("/\\")
print("/  \\")
print("/ /\\ \\")
print("/_/  \\_\\")
