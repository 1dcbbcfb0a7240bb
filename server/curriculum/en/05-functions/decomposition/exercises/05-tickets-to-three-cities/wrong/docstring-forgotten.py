# The second function has no docstring.
def price(zones):
    """Return the price of a ticket in coins."""
    return zones * 5

def show_ticket(city, zones):
    print("--- TICKET ---")
    print("To:", city)
    print("Price:", price(zones), "coins")

show_ticket("Osaka", 3)
show_ticket("Kyoto", 5)
show_ticket("Nara", 2)
