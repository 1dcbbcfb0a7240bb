# The minus signs are taken away before the subtraction.
def swing(low, high):
    """Return the difference between two temperatures."""
    return abs(high) - abs(low)

def weather_line(city, low, high):
    """Return a line with the temperatures of a city."""
    return f"{city}: {low} to {high}, swing {swing(low, high)}"

print(weather_line("Lima", 14, 19))
