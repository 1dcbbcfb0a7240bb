# Four backslashes show two, so the tent is too wide.
print("   /\\\\")
print("  /  \\\\")
print(" / /\\\\ \\\\")
print("/_/  \\\\_\\\\")
