number = 472
# Calculate hundreds, tens, ones and turned here, then show them.
