# An error is not a condition; this if is always true.
seeds = 240
boxes = int(input())
if ZeroDivisionError:
    print("There are no boxes.")
print("End of the list.")
