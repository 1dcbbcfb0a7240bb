friend = "Paulo"
place = "Hanoi"
line = "Dear " + friend + ", I am in " + place + "!"
print(line)
