# A thing is not added when there is already one of its kind.
def with_new(things, new):
    if new not in things:
        things.append(new)
    things.sort()
    return things
