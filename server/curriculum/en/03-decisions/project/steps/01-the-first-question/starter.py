# A quiz with a verdict
# Ask for the name and greet the player.

# Ask how many legs a spider has.
