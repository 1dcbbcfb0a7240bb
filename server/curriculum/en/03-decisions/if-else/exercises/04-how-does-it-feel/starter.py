temperature = int(input("Temperature: "))
# Choose the word, then show the sentence.
