# With commas, the line is no string, but several values.
friend = "Paulo"
place = "Hanoi"
print("Dear", friend, ", I am in", place, "!")
