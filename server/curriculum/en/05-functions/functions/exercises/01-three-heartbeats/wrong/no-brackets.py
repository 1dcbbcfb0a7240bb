# The calls have no brackets, so nothing happens.
def beat():
    print("lub-dub")

print("Listen")
beat
beat
beat
print("Quiet")
