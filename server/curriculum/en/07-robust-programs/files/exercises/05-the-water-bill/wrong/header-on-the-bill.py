# The error of the header is caught, but only after its line was written.
total = 0
with open("meters.csv") as file:
    lines = file.readlines()

with open("bill.txt", "w") as bill:
    for line in lines:
        meter, litres = line.strip().split(",")
        bill.write(f"{meter} {litres}\n")
        try:
            total += int(litres)
        except ValueError:
            continue
    bill.write(f"Sum {total}\n")
