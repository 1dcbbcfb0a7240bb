# Write the functions swing and weather_line here.


print(weather_line("Lima", 14, 19))
