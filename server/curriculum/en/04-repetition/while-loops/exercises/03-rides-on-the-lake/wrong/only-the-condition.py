# The condition is right, but the rides are counted after the loop.
coins = int(input("Coins: "))
rides = 0
while coins >= 15:
    coins = coins - 15
rides = rides + 1
print("Rides:", rides)
print("Coins left:", coins)
