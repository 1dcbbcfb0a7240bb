# A range of the length gives positions, not letters.
runner = input("Name of the runner: ")
for letter in range(len(runner)):
    print("Sign:", letter)
print("Run,", runner)
