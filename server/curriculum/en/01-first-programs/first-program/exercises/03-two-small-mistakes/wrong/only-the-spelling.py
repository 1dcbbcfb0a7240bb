# Only the spelling of print was corrected.
print("Good morning, everyone!)
print("See you tomorrow.")
