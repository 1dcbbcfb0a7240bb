def packets(seeds, size):
    count = seeds // size
    if seeds % size > 0:
        count = count + 1
    return count


def test_packets():
    assert packets(20, 10) == 2
    assert packets(25, 10) == 3
    assert packets(0, 10) == 0


test_packets()
print("All tests passed.")
