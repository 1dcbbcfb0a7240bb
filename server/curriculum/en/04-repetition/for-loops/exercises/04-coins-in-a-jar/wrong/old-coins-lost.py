# Each week starts with 5 coins again.
for week in range(1, 4):
    jar = 5
    print(f"Week {week}: {jar} coins")
print("Thandiwe buys the book for", jar)
