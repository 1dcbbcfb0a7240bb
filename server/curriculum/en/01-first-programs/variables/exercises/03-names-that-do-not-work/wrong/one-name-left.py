# The last name still has its capital letter.
home_team = "Tigers"
goals = 4
print("Home team:", home_team)
print("Goals:", Goals)
