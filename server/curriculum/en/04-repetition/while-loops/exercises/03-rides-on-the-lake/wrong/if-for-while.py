# An if takes only one ride.
coins = int(input("Coins: "))
rides = 0
if coins >= 15:
    coins = coins - 15
    rides = rides + 1
print("Rides:", rides)
print("Coins left:", coins)
