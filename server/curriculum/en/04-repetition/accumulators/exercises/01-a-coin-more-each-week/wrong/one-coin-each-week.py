# Each week adds only one coin.
weeks = int(input("How many weeks? "))
coins = 0
for week in range(1, weeks + 1):
    coins = coins + 1
print("Coins:", coins)
