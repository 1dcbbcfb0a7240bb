# The mean is rounded to the nearest number, not down.
import statistics
from sensor import temperatures

average = statistics.mean(temperatures)
print("Mean:", average)
print("Median:", statistics.median(temperatures))
print("Whole degrees:", round(average))
