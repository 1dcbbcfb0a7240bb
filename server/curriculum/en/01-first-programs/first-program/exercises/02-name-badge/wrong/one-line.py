# Everything is on one line.
print("Science Fair", "Lucía", "Room 12")
