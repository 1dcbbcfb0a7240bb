# Der Rest ist im Kopf ausgerechnet und wird nur gezeigt.
mangos = 38
familien = 5
jede = mangos // familien
print("Jede Familie bekommt", jede)
print("Übrig:", 3)
