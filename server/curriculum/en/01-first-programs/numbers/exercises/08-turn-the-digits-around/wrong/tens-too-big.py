# The hundreds are still part of the tens.
number = 472
hundreds = number // 100
tens = number // 10
ones = number % 10
turned = ones * 100 + tens * 10 + hundreds
print("Digits:", hundreds, tens, ones)
print("Turned:", turned)
