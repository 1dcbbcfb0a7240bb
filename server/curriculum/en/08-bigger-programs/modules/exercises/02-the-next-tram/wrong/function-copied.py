# The function was copied, so it does not fit another tram line.
import tram

def next_tram(minute):
    return 10 - minute % 10

minute = int(input("Which minute is it? "))
print(f"{tram.LINE} comes in {next_tram(minute)} minutes.")
