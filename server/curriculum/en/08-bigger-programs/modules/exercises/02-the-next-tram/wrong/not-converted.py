# The answer is a text, and the function needs a number.
import tram

minute = input("Which minute is it? ")
print(f"{tram.LINE} comes in {tram.next_tram(minute)} minutes.")
