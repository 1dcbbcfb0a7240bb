# The line with one equals sign too few was used.
ines = int(input("Pumpkin of Ines: "))
tariq = int(input("Pumpkin of Tariq: "))
equal = ines = tariq
print("Equal:", equal)
lead = ines - tariq
print("Ines leads by 3 or more:", lead >= 3)
