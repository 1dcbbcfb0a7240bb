seat_1 = "Hana"
seat_2 = seat_1
seat_1 = "Ravi"
print(seat_1, seat_2)
seat_2 = seat_1
seat_1 = "Zoe"
print(seat_1, seat_2)
print("seat_1", seat_2)
