import tram

minute = int(input("Which minute is it? "))
print(f"{tram.LINE} comes in {tram.next_tram(minute)} minutes.")
