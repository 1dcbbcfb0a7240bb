home team = "Tigers"
goals = 4
print("Home team:", hometeam)
print("Goals:", Goals)
