# The import comes too late.
opens = date(2026, 3, 9)
from datetime import date, timedelta
closes = opens + timedelta(days=30)
print("Opens:", opens)
print("Closes:", closes)
today = date(2026, 4, 1)
left = closes - today
print("Days left:", left.days)
