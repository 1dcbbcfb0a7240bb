# Only the missing quote was corrected.
print("Good morning, everyone!")
Print("See you tomorrow.")
