home_team = "Tigers"
goals = 4
print("Home team:", home_team)
print("Goals:", goals)
