def beat():
    print("lub-dub")

print("Listen")
beat()
beat()
beat()
print("Quiet")
