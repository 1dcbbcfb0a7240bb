# The line stops at the grandmother.
import csv

class Person:
    def __init__(self, name):
        self.name = name
        self.mother = None

    def line(self):
        names = [self.name]
        if self.mother is not None:
            names.append(self.mother.name)
            if self.mother.mother is not None:
                names.append(self.mother.mother.name)
        return names

def load_family(file_name):
    people = {}
    with open(file_name) as file:
        rows = list(csv.reader(file))
    for child, mother in rows:
        for name in [child, mother]:
            if name not in people:
                people[name] = Person(name)
        people[child].mother = people[mother]
    return people

family = load_family("family.csv")
print(family["Noor"].line())
