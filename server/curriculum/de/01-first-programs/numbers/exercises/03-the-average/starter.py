montag = 18
dienstag = 21
mittwoch = 27
durchschnitt = montag + dienstag + mittwoch / 3
print("Durchschnitt:", durchschnitt)
