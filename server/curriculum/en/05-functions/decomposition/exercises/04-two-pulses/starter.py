def is_high(name, pulse):
    """Show a pulse and return whether it is high."""
    print(name, pulse)
    return pulse > 100

def count_high(name, before, after):
    """Return how many of the two pulses are high."""
    high = 0
    if is_high(name, before):
        high = high + 1
    if is_high(name, after):
        high = high + 1
    return high

def main():
    """Show the results of two people."""
    total = count_high("Noa", 70, 130)
    print("so far", total)
    total = total + count_high("Emeka", 105, 140)
    print("total", total)

main()
