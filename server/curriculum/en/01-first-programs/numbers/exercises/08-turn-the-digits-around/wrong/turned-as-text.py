# The turned number is a text, not a number.
number = 472
hundreds = number // 100
tens = number // 10 % 10
ones = number % 10
turned = "274"
print("Digits:", hundreds, tens, ones)
print("Turned:", turned)
