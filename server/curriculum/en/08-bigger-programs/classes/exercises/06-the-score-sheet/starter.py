# Write the class ScoreSheet here.


sheet = ScoreSheet()
sheet.add("Tariq", 6)
sheet.add("Mei", 5)
sheet.add("Lars", 9)
sheet.add("Mei", 7)
# Show the ranking here.
