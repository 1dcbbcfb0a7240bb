def swing(low, high):
    """Return the difference between two temperatures."""
    return high - low

def weather_line(city, low, high):
    """Return a line with the temperatures of a city."""
    difference = swing(low, high)
    return f"{city}: {low} to {high}, swing {difference}"

print(weather_line("Lima", 14, 19))
