# The range stops before 3, so there are only two weeks.
jar = 12
for week in range(1, 3):
    jar = jar + 5
    print(f"Week {week}: {jar} coins")
print("Thandiwe buys the book for", jar)
