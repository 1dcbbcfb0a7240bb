# The result is not rounded, so it has a point.
def pulse(beats, seconds):
    per_minute = beats * 60 / seconds
    return per_minute

resting = pulse(18, 15)
print("Resting:", resting)
running = pulse(26, 10)
print("Running:", running)
