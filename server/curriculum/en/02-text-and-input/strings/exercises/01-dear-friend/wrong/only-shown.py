# The sentence is only shown; there is no variable line.
friend = "Paulo"
place = "Hanoi"
print("Dear " + friend + ", I am in " + place + "!")
