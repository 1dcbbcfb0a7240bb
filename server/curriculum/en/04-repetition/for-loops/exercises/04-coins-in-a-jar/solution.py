jar = 12
for week in range(1, 4):
    jar = jar + 5
    print(f"Week {week}: {jar} coins")
print("Thandiwe buys the book for", jar)
