# An object that was already there is replaced, so its connection is lost.
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
        people[child] = Person(child)
        if mother not in people:
            people[mother] = Person(mother)
        people[child].mother = people[mother]
    return people

family = load_family("family.csv")
print(family["Noor"].line())
