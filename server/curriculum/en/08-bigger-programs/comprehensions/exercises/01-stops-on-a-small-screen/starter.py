# Write the function for_screen here.


print(for_screen(["Old Mill", "Harbour Bridge", "Zoo"], 8))
