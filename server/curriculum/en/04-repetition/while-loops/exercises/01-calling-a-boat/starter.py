# Ask until the answer is here.
