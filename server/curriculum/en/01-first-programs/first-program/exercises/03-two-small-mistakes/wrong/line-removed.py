# The bad line was removed instead of corrected.
print("Good morning, everyone!")
