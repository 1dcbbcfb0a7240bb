wind = int(input("Wind in km/h: "))
rain = input("Does it rain? ")
# Decide about the kite.
