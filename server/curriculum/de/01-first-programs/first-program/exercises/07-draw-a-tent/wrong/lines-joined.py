# Zwei Zeilen des Zeltes stehen in einer Anweisung, und ein Leerzeichen verbindet sie.
print("   /\\", "  /  \\")
print(" / /\\ \\")
print("/_/  \\_\\")
