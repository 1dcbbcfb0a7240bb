print("Good morning, everyone!)
Print("See you tomorrow.")
