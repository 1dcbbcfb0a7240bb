# Import the module, then write the function straight.


print(straight(20, 20))
