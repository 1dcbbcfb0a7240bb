# The winds 15 and 40 themselves are left out.
wind = int(input("Wind in km/h: "))
rain = input("Does it rain? ")
if wind > 15 and wind < 40 and rain == "no":
    print("Fly the kite.")
else:
    print("Leave the kite at home.")
