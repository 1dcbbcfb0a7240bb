# Ein einzelner Backslash vor dem schließenden Anführungszeichen lässt den Text offen.
print("   /\")
print("  /  \")
print(" / /\ \")
print("/_/  \_\")
