# Ask for the name, then greet the reader.
