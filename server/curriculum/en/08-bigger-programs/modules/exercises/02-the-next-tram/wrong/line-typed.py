# The name of the line is typed in.
import tram

minute = int(input("Which minute is it? "))
print(f"Line 4 comes in {tram.next_tram(minute)} minutes.")
