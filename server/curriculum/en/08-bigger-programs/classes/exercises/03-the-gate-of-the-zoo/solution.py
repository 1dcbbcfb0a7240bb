class Gate:
    def __init__(self, limit):
        self.limit = limit
        self.inside = 0

    def enter(self, people):
        if self.inside + people <= self.limit:
            self.inside = self.inside + people

gate = Gate(50)
gate.enter(30)
gate.enter(25)
print("Inside:", gate.inside)
