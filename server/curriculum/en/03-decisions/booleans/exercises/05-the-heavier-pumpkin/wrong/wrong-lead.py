# The lead was calculated for Tariq.
ines = int(input("Pumpkin of Ines: "))
tariq = int(input("Pumpkin of Tariq: "))
equal = ines == tariq
print("Equal:", equal)
lead = tariq - ines
print("Ines leads by 3 or more:", lead >= 3)
