# The coins of each week are added after they are shown.
jar = 12
for week in range(1, 4):
    print(f"Week {week}: {jar} coins")
    jar = jar + 5
print("Thandiwe buys the book for", jar)
