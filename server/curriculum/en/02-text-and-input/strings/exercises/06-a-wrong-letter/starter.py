sign = "BOTONICAL GARDEN"
# Build the new sign here. Then show it, and a line below it.
