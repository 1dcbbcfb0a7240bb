# The header is left out, but the bill is still emptied in each round.
total = 0
with open("meters.csv") as file:
    lines = file.readlines()

for line in lines[1:]:
    meter, litres = line.strip().split(",")
    total += int(litres)
    with open("bill.txt", "w") as bill:
        bill.write(f"{meter} {litres}\n")

with open("bill.txt", "w") as bill:
    bill.write(f"Sum {total}\n")
