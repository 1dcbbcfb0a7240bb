laps = 0
marks = ""
for day in range(1, 4):
    today = 0
    for lap in range(2):
        today = today + day
    laps = laps + today
    marks = marks + "x"
    print(marks, today, laps)
print("sum", laps)
