runner = input("Name of the runner: ")
for letter in runner:
    print("Sign:", letter)
print("Run,", runner)
