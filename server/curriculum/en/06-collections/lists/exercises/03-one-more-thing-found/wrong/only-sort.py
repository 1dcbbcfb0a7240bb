# Only the line with sort was corrected, so None is sorted.
def with_new(things, new):
    things = things.append(new)
    things.sort()
    return things
