# The ticket is returned as a text; the function was asked to show it.
def price(zones):
    """Return the price of a ticket in coins."""
    return zones * 5

def show_ticket(city, zones):
    """Return one ticket."""
    return f"--- TICKET ---\nTo: {city}\nPrice: {price(zones)} coins"

print(show_ticket("Osaka", 3))
print(show_ticket("Kyoto", 5))
print(show_ticket("Nara", 2))
