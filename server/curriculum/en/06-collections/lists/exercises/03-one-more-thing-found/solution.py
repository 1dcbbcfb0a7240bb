def with_new(things, new):
    things.append(new)
    things.sort()
    return things
