# The text has no quotes around it.
print(Hello, world!)
