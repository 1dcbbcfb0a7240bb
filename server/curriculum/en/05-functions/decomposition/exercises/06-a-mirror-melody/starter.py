def backwards(text):
    """Return a text from the back to the front."""
    return text  # Replace this line.

# Write the function is_mirror here.


print(backwards("CDE"))
