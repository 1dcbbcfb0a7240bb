# The difference was taken in the wrong direction, so it is negative.
from datetime import date, timedelta
opens = date(2026, 3, 9)
closes = opens + timedelta(days=30)
print("Opens:", opens)
print("Closes:", closes)
today = date(2026, 4, 1)
left = today - closes
print("Days left:", left.days)
