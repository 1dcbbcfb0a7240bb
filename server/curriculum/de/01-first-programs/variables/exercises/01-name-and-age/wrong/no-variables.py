# Der Satz ist abgetippt, und es gibt keine Variablen.
print("Noor ist 13 Jahre alt.")
