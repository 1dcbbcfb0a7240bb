"""The world of the adventure."""

START = "gate"

ROOMS = {
    "gate": {
        "text": "An old observatory stands on the hill.",
        "exits": {"north": "garden"},
        "things": [],
    },
    "garden": {
        "text": "Tall grass grows over the path.",
        "exits": {"south": "gate", "north": "hall", "east": "shed"},
        "things": ["apple"],
    },
    "shed": {
        "text": "It smells of paint in here.",
        "exits": {"west": "garden"},
        "things": ["rope", "key"],
    },
    "hall": {
        "text": "Dust lies on the floor.",
        "exits": {"up": "dome", "south": "garden"},
        "things": ["lamp"],
    },
    "dome": {
        "text": "A great telescope points at the sky.",
        "exits": {"down": "hall"},
        "things": ["map", "coin"],
    },
}

# To enter these rooms, you must have this thing.
LOCKS = {"dome": "key"}

# These things are treasures.
POINTS = {"map": 50, "lamp": 10, "coin": 10}
