# The letters are shown with commas, so there are spaces, and the code is not kept.
first_name = "Amina"
family_name = "Diallo"
print("Code:", first_name[0], family_name[0], family_name[-1])
print("Letters:", len(family_name))
