# The rides are counted in the loop, but he takes one ride that he cannot pay.
coins = int(input("Coins: "))
rides = 0
while coins > 0:
    coins = coins - 15
    rides = rides + 1
print("Rides:", rides)
print("Coins left:", coins)
