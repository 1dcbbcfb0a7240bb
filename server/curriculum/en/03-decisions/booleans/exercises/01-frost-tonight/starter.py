# Read the temperature, then show whether there is frost.
