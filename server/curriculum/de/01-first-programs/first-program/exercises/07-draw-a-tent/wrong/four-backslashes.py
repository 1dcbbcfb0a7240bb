# Vier Backslashes zeigen zwei, deshalb ist das Zelt zu breit.
print("   /\\\\")
print("  /  \\\\")
print(" / /\\\\ \\\\")
print("/_/  \\\\_\\\\")
