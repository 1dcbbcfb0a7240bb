# The two weights are read in the wrong order.
tariq = int(input("Pumpkin of Tariq: "))
ines = int(input("Pumpkin of Ines: "))
equal = ines == tariq
print("Equal:", equal)
lead = ines - tariq
print("Ines leads by 3 or more:", lead >= 3)
