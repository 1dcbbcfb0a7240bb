# Only the error was corrected; the output is still wrong.
runner = input("Name of the runner: ")
for letter in "runner":
    print("Sign:", letter)
    print("Run,", runner)
