# The page for the class trip.

# Show the page.
