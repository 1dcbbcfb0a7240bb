white_moves = True
check = False
pawns = 3
print(white_moves and check)
print(white_moves or check)
print(not check and pawns > 2)
if white_moves:
    if check or pawns == 0:
        print("defend")
    elif pawns < 4:
        print("attack")
    print("wait")
else:
    print("black")
print(not (white_moves or check))
