# Two lines of the tent are in one instruction, and a space joins them.
print("   /\\", "  /  \\")
print(" / /\\ \\")
print("/_/  \\_\\")
