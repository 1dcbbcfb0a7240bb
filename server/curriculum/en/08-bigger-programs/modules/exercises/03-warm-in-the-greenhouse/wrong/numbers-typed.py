# The temperatures were typed in, so the sensor does not count.
import statistics
from math import floor

temperatures = [21.5, 24.0, 19.5, 26.0, 22.0]
average = statistics.mean(temperatures)
print("Mean:", average)
print("Median:", statistics.median(temperatures))
print("Whole degrees:", floor(average))
