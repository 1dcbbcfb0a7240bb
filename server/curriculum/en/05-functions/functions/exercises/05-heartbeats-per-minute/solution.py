def pulse(beats, seconds):
    per_minute = beats * 60 / seconds
    return round(per_minute)

resting = pulse(18, 15)
print("Resting:", resting)
running = pulse(26, 10)
print("Running:", running)
