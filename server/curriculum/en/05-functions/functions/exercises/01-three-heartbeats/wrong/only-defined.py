# The function is defined but never called.
def beat():
    print("lub-dub")

print("Listen")
print("Quiet")
