signal = input("Signal: ")
# Count the flashes and the seconds here.
