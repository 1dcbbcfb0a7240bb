first_name = "Amina"
family_name = "Diallo"
# Make the code here. Then show the code and the number of letters.
