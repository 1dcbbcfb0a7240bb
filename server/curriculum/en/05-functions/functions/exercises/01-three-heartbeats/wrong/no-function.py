# The line is shown three times without any function.
print("Listen")
print("lub-dub")
print("lub-dub")
print("lub-dub")
print("Quiet")
