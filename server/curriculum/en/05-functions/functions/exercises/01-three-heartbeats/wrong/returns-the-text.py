# The function returns the text; it was asked to show it.
def beat():
    return "lub-dub"

print("Listen")
print(beat())
print(beat())
print(beat())
print("Quiet")
