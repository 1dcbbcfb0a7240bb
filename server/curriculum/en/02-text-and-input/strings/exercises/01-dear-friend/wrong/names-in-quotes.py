# The names of the variables have quotes.
friend = "Paulo"
place = "Hanoi"
line = "Dear " + "friend" + ", I am in " + "place" + "!"
print(line)
