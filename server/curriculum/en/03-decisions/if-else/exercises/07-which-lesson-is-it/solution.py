time = input("Time: ")
now = int(time[:2]) * 60 + int(time[3:])
if now < 480:
    print("School has not started.")
elif now < 525:
    print("Lesson 1")
    print("Minutes left:", 525 - now)
elif now < 540:
    print("Break")
    print("Minutes left:", 540 - now)
elif now < 585:
    print("Lesson 2")
    print("Minutes left:", 585 - now)
else:
    print("School is over.")
