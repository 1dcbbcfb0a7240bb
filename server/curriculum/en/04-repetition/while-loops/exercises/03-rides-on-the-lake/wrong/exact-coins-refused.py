# With exactly 15 coins he could still pay for a ride.
coins = int(input("Coins: "))
rides = 0
while coins > 15:
    coins = coins - 15
    rides = rides + 1
print("Rides:", rides)
print("Coins left:", coins)
