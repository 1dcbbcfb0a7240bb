# Nobody ever waits, and the number of free seats becomes negative.
class Tram:
    def __init__(self, line, seats):
        self.line = line
        self.free = seats

    def board(self, people):
        self.free = self.free - people
        return 0

tram = Tram(4, 40)
print("Waiting:", tram.board(30))
print("Free:", tram.free)
print("Waiting:", tram.board(15))
print("Free:", tram.free)
