# The digits were added without their place values.
number = 472
hundreds = number // 100
tens = number // 10 % 10
ones = number % 10
turned = ones + tens + hundreds
print("Digits:", hundreds, tens, ones)
print("Turned:", turned)
