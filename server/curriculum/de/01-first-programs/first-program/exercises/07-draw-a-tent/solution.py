print("   /\\")
print("  /  \\")
print(" / /\\ \\")
print("/_/  \\_\\")
