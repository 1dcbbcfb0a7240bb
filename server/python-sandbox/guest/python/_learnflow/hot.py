"""Puts the code that every run goes through side by side: Python counts and remembers things inside of code."""

from types import CodeType, FunctionType

# What was copied: if it were given back, its places would take the next copies.
left = []


def gather(*modules):
    """Gives every function of the modules a copy of its code, one after the other."""
    for module in modules:
        for thing in vars(module).values():
            if getattr(thing, "__module__", None) != module.__name__:
                continue
            for function in vars(thing).values() if isinstance(thing, type) else (thing,):
                if isinstance(function, FunctionType):
                    move(function)


def move(function):
    left.append(function.__code__)
    function.__code__ = copied(function.__code__)


def copied(code):
    constants = (copied(value) if type(value) is CodeType else value for value in code.co_consts)
    return code.replace(co_consts=tuple(constants))
