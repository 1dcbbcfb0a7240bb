# The last line still uses a module that was not imported as a whole.
import statistics
from math import floor
from sensor import temperatures

average = statistics.mean(temperatures)
print("Mean:", average)
print("Median:", statistics.median(temperatures))
print("Whole degrees:", math.floor(average))
