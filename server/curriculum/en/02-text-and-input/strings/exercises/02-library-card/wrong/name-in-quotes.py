# The length of the variable's name is counted.
first_name = "Amina"
family_name = "Diallo"
code = first_name[0] + family_name[0] + family_name[-1]
print("Code:", code)
print("Letters:", len("family_name"))
