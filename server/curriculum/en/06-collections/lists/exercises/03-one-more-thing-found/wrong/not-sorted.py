# The new thing stays at the end.
def with_new(things, new):
    things.append(new)
    return things
