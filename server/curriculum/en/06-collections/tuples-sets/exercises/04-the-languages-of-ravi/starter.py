spoken = {"Tamil", "Hindi"}
spoken.add("Hindi")
spoken.add("English")
print(len(spoken), "tamil" in spoken)
print(sorted(spoken))

lesson = ("Thai", 3)
language, years = lesson
years = years + 1
print(language, years)
print(lesson)
