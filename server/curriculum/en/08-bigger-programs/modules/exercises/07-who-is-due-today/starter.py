# Write the function due here.


print(due("checks.csv", "2026-03-06"))
