# The last week is left out.
weeks = int(input("How many weeks? "))
coins = 0
for week in range(weeks):
    coins = coins + week
print("Coins:", coins)
