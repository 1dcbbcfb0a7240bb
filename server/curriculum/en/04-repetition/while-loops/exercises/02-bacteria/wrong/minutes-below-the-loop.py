# The minutes are counted only once, after the loop.
target = int(input("How many bacteria? "))
bacteria = 1
minutes = 0
while bacteria < target:
    bacteria = bacteria * 2
minutes = minutes + 20
print("Minutes:", minutes)
print("Bacteria:", bacteria)
