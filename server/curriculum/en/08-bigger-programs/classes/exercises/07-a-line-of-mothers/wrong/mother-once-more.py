# Each child gets a new object as mother, which has no mother herself.
import csv

class Person:
    def __init__(self, name):
        self.name = name
        self.mother = None

    def line(self):
        names = []
        person = self
        while person is not None:
            names.append(person.name)
            person = person.mother
        return names

def load_family(file_name):
    people = {}
    with open(file_name) as file:
        rows = list(csv.reader(file))
    for child, mother in rows:
        for name in [child, mother]:
            if name not in people:
                people[name] = Person(name)
        people[child].mother = Person(mother)
    return people

family = load_family("family.csv")
print(family["Noor"].line())
