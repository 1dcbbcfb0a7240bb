# Ask for the rows, then for the pairs. Then draw the floor.
