# The total is set to 0 in each week.
weeks = int(input("How many weeks? "))
for week in range(1, weeks + 1):
    coins = 0
    coins = coins + week
print("Coins:", coins)
