# The variable was renamed with a capital letter.
home_team = "Tigers"
Goals = 4
print("Home team:", home_team)
print("Goals:", Goals)
