class ScoreSheet:
    def __init__(self):
        self.points = {}

    def add(self, player, points):
        self.points[player] = self.total(player) + points

    def total(self, player):
        return self.points.get(player, 0)

    def ranking(self):
        return sorted(self.points, key=lambda player: (-self.points[player], player))

sheet = ScoreSheet()
sheet.add("Tariq", 6)
sheet.add("Mei", 5)
sheet.add("Lars", 9)
sheet.add("Mei", 7)
print(sheet.ranking())
