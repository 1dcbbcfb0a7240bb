# The 12 coins are set anew in each week.
for week in range(1, 4):
    jar = 12
    jar = jar + 5
    print(f"Week {week}: {jar} coins")
print("Thandiwe buys the book for", jar)
