import Statistics
from math import floor
from sensor import temperatures

average = mean(temperatures)
print("Mean:", average)
print("Median:", statistics.median(temperatures))
print("Whole degrees:", math.floor(average))
