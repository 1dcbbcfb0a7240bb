# With or, one true side is enough.
wind = int(input("Wind in km/h: "))
rain = input("Does it rain? ")
if wind >= 15 or wind <= 40 or rain == "no":
    print("Fly the kite.")
else:
    print("Leave the kite at home.")
