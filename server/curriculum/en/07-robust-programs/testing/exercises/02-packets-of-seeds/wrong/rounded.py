# Rounding goes down when less than half a packet is left over.
def packets(seeds, size):
    return int(seeds / size + 0.5)


def test_packets():
    assert packets(20, 10) == 2
    assert packets(25, 10) == 3
    assert packets(0, 10) == 0


test_packets()
print("All tests passed.")
