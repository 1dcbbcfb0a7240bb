# Beats and seconds are exchanged in the second call.
def pulse(beats, seconds):
    per_minute = beats * 60 / seconds
    return round(per_minute)

resting = pulse(18, 15)
print("Resting:", resting)
running = pulse(10, 26)
print("Running:", running)
