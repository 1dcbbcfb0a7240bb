count = 0
kinds = set()
bird = input("Bird: ")
# Go on until the answer is home. Then show the numbers and the kinds.
