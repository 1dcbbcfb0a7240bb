print("Good morning, everyone!")
print("See you tomorrow.")
