# The minutes that are over are shown, not the minutes that are left.
time = input("Time: ")
now = int(time[:2]) * 60 + int(time[3:])
if now < 480:
    print("School has not started.")
elif now < 525:
    print("Lesson 1")
    print("Minutes left:", now - 480)
elif now < 540:
    print("Break")
    print("Minutes left:", now - 525)
elif now < 585:
    print("Lesson 2")
    print("Minutes left:", now - 540)
else:
    print("School is over.")
