# The length is not an index; the last index is one less.
first_name = "Amina"
family_name = "Diallo"
code = first_name[0] + family_name[0] + family_name[len(family_name)]
print("Code:", code)
print("Letters:", len(family_name))
