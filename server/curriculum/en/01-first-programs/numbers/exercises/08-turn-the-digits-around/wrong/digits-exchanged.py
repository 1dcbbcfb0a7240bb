# Hundreds and ones are exchanged.
number = 472
hundreds = number % 10
tens = number // 10 % 10
ones = number // 100
turned = ones * 100 + tens * 10 + hundreds
print("Digits:", hundreds, tens, ones)
print("Turned:", turned)
