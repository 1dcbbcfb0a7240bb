# Write the class Person and the function load_family here.


family = load_family("family.csv")
print(family["Noor"].name)
