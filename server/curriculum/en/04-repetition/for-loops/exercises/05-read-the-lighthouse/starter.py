signal = input("Signal: ")
# Go through the signal here.
