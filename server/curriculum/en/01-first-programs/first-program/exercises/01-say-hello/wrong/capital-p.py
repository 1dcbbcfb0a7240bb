# The name of the instruction starts with a capital letter.
Print("Hello, world!")
