class Robot:
    def __init__(self, name, steps):
        self.name = name
        self.steps = steps

    def walk(self, steps):
        self.steps = self.steps + steps
        return self.steps

first = Robot("Ruby", 0)
second = Robot("Onyx", 10)
third = first
third.walk(4)
second.walk(1)
print(first.steps, second.steps, third.steps)
third.name = "Opal"
print(first.name)
third = second
print(third.walk(2), second.steps)
print(third.name, first.steps)
