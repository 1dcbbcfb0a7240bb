# The rain was read but never asked about.
wind = int(input("Wind in km/h: "))
rain = input("Does it rain? ")
if wind >= 15 and wind <= 40:
    print("Fly the kite.")
else:
    print("Leave the kite at home.")
