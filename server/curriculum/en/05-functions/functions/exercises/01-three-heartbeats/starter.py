# Define the function beat here.

print("Listen")
# Call beat three times here.
print("Quiet")
