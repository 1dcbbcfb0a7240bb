people = 40
limit = 40
print(people < limit, people <= limit)
full = people == limit
people = people - 10
print(people)
print(full)
print(people == limit)
print("Open" != "open")
