# Write the function mix here. Leave the last three lines as they are.


playlist = ["Rain", "Sun", "Snow", "Wind"]
print(mix(playlist, 1))
print(playlist)
