# The first letter was looked for at index 1.
first_name = "Amina"
family_name = "Diallo"
code = first_name[1] + family_name[1] + family_name[-1]
print("Code:", code)
print("Letters:", len(family_name))
