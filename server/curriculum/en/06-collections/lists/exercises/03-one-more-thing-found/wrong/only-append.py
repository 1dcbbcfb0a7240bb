# Only the line with append was corrected, so the function returns None.
def with_new(things, new):
    things.append(new)
    things = things.sort()
    return things
