# The total is shown in each turn.
weeks = int(input("How many weeks? "))
coins = 0
for week in range(1, weeks + 1):
    coins = coins + week
    print("Coins:", coins)
