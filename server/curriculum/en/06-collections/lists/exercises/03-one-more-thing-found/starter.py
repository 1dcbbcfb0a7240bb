def with_new(things, new):
    things = things.append(new)
    things = things.sort()
    return things
