print("Mei asks: Is this seat free?")
