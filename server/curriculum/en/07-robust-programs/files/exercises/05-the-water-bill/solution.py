total = 0
with open("meters.csv") as file:
    lines = file.readlines()

with open("bill.txt", "w") as bill:
    for line in lines[1:]:
        meter, litres = line.strip().split(",")
        total += int(litres)
        bill.write(f"{meter} {litres}\n")
    bill.write(f"Sum {total}\n")
