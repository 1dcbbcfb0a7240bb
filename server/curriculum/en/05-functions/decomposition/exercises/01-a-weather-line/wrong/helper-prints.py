# The helper shows the swing and returns nothing.
def swing(low, high):
    """Show the difference between two temperatures."""
    print(high - low)

def weather_line(city, low, high):
    """Return a line with the temperatures of a city."""
    return f"{city}: {low} to {high}, swing {swing(low, high)}"

print(weather_line("Lima", 14, 19))
