total = 0
with open("meters.csv") as file:
    lines = file.readlines()

for line in lines:
    meter, litres = line.strip().split(",")
    total += int(litres)
    with open("bill.txt", "w") as bill:
        bill.write(f"{meter} {litres}\n")

with open("bill.txt", "w") as bill:
    bill.write(f"Sum {total}\n")
