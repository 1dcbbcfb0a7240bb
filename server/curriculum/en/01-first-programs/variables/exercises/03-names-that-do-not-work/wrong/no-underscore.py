# The words are joined without an underscore, so the name is another one.
hometeam = "Tigers"
goals = 4
print("Home team:", hometeam)
print("Goals:", goals)
