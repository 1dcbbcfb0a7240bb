friend = "Paulo"
place = "Hanoi"
# Join the line here, then show it.
