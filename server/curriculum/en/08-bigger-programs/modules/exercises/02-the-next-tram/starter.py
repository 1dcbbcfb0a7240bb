# Import the module tram.

# Ask for the minute and show when the tram comes.
