# A single backslash before the closing quote keeps the text open.
print("   /\")
print("  /  \")
print(" / /\ \")
print("/_/  \_\")
