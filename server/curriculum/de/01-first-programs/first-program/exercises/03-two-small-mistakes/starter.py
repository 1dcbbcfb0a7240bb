print("Guten Morgen, zusammen!)
Print("Bis morgen.")
