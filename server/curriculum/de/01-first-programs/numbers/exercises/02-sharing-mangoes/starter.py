mangos = 38
familien = 5
# Berechne hier jede und rest und zeige sie dann.
