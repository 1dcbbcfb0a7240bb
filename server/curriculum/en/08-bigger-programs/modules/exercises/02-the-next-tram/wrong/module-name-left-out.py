# The names of the module are used without the module.
import tram

minute = int(input("Which minute is it? "))
print(f"{LINE} comes in {next_tram(minute)} minutes.")
