# The hour was multiplied by 100, as if it had 100 minutes.
time = input("Time: ")
now = int(time[:2]) * 100 + int(time[3:])
if now < 800:
    print("School has not started.")
elif now < 845:
    print("Lesson 1")
    print("Minutes left:", 845 - now)
elif now < 900:
    print("Break")
    print("Minutes left:", 900 - now)
elif now < 945:
    print("Lesson 2")
    print("Minutes left:", 945 - now)
else:
    print("School is over.")
