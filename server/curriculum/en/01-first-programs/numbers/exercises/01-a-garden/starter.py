length = 7
width = 4
# Calculate area and fence here, then show them.
