# A hyphen is not an underscore.
home-team = "Tigers"
goals = 4
print("Home team:", home-team)
print("Goals:", goals)
