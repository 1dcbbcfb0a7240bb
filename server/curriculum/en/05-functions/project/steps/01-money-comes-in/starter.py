# A small bank. All amounts are whole coins.

# Write the function deposit here.
