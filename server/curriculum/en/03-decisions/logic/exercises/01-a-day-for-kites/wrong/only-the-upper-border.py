# There is no question about too little wind.
wind = int(input("Wind in km/h: "))
rain = input("Does it rain? ")
if wind <= 40 and rain == "no":
    print("Fly the kite.")
else:
    print("Leave the kite at home.")
