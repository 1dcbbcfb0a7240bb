"""Draws frames and objects as plain data, without running any code of the student.

So nothing here calls `repr`, `len`, `==` or an attribute of an object whose class
the student wrote: it reads instances through their type's own slots.

A value is `[kind, text]`, or the number of an object. Frames and objects that did
not change since an earlier step are told by their place in the list of all that
were told so far.
"""

import builtins
import types
from collections import OrderedDict, defaultdict, deque

# The functions below keep these built-in names, whatever the program does to them.
__builtins__ = dict(vars(builtins))

_class_mro = type.__dict__["__mro__"].__get__
_class_dict = type.__dict__["__dict__"].__get__
_class_name = type.__dict__["__name__"].__get__
_locals = type((lambda: __import__("sys")._getframe().f_locals)())
MOST_BITS = 600
MORE = ("more", "…")


class Picture:
    def __init__(self, limits):
        self.items, self.text, self.objects = limits.items, limits.text, limits.objects
        self.ids, self.next_id = {}, 1
        self.frame_ids, self.next_frame = {}, 1
        self.told_frames, self.told_objects = {}, {}
        self.queue, self.seen = [], {}
        self.plain = {
            type(None): lambda value: ("none", "None"),
            bool: lambda value: ("bool", "True" if value else "False"),
            int: integer,
            float: lambda value: ("number", repr(value)),
            complex: lambda value: ("number", repr(value)),
            str: self.string,
            bytes: self.string,
            range: lambda value: ("other", self.short(repr(value))),
            type(...): lambda value: ("other", "..."),
        }
        self.containers = {
            list: ("list", self.row),
            tuple: ("tuple", self.row),
            set: ("set", self.row),
            frozenset: ("set", self.row),
            deque: ("list", self.row),
            dict: ("dict", self.table),
            OrderedDict: ("dict", self.table),
            defaultdict: ("dict", self.table),
        }

    def taken(self, frames, given, gives):
        """The step's frames, its objects, and what of both was not told before."""
        self.queue, self.seen = [], {}
        new_frames, new_objects, stack, alive = [], [], [], {}
        for frame, line in frames:
            number = alive[id(frame)] = self.frame_ids.get(id(frame)) or self.number_frame()
            place = self.place(self.told_frames, self.frame(number, frame), new_frames)
            stack.append((place, line))
        self.frame_ids = alive
        told = {"s": stack}
        if gives:
            told["v"] = self.value(given)
        heap, at = [], 0
        while at < len(self.queue):
            heap.append(self.place(self.told_objects, self.object(*self.queue[at]), new_objects))
            at += 1
        self.ids = self.seen
        told["h"] = heap
        # What a program lets go of must go: nothing is held from one step to the next.
        self.queue = []
        if new_frames:
            told["f"] = new_frames
        if new_objects:
            told["o"] = new_objects
        return told

    def number_frame(self):
        self.next_frame += 1
        return self.next_frame - 1

    @staticmethod
    def place(told, thing, new):
        place = told.get(thing)
        if place is None:
            place = told[thing] = len(told)
            new.append(thing)
        return place

    def frame(self, number, frame):
        code, names = frame.f_code, frame.f_locals
        shown, more = [], 0
        # A class body may run in a mapping that the student wrote.
        if type(names) is dict or type(names) is _locals:
            for name, value in list(names.items()):
                if type(name) is not str or name.startswith(("__", ".")) or type(value) is types.ModuleType:
                    continue
                if len(shown) >= self.items:
                    more += 1
                    continue
                shown.append((self.short(name), self.value(value)))
        return number, self.short(code.co_qualname), self.short(code.co_filename), tuple(shown), more

    def value(self, value):
        plain = self.plain.get(type(value))
        if plain is not None:
            return plain(value)
        key = id(value)
        number = self.seen.get(key)
        if number is None:
            if len(self.seen) >= self.objects:
                return MORE
            number = self.ids.get(key)
            if number is None:
                number = self.next_id
                self.next_id += 1
            self.seen[key] = number
            self.queue.append((number, value))
        return number

    def object(self, number, value):
        """number, kind, name of its type or its own, entries (key or None, value), entries left out."""
        kind = type(value)
        if known := self.containers.get(kind):
            entries, more = known[1](value)
            return number, known[0], self.name(kind), entries, more
        if kind is types.FunctionType:
            return number, "function", self.signature(value), (), 0
        if kind is types.MethodType:
            name = value.__func__.__qualname__ if type(value.__func__) is types.FunctionType else "method"
            return number, "function", self.short(name), (), 0
        if kind is types.BuiltinFunctionType:
            return number, "function", self.short(value.__name__), (), 0
        if kind is types.GeneratorType:
            return number, "other", self.short(f"generator {value.__name__}"), (), 0
        line = _class_mro(kind)
        if type in line:
            return self.a_class(number, value)
        if not is_students(kind):
            return number, "other", self.name(kind), (), 0
        for base, (shape, look) in self.containers.items():
            if base in line:
                entries, more = look(value)
                return number, shape, self.name(kind), entries, more
        entries, more = self.attributes(kind, value)
        return number, "object", self.name(kind), entries, more

    def a_class(self, number, value):
        if not is_students(value):
            return number, "class", self.name(value), (), 0
        entries = []
        for name, thing in _class_dict(value).items():
            if type(name) is str and not name.startswith("__") or name == "__init__":
                if type(thing) is types.FunctionType:
                    entries.append((("text", self.short(name)), ("other", self.signature(thing))))
                elif type(thing) not in HIDDEN:
                    entries.append((("text", self.short(name)), self.value(thing)))
        return number, "class", self.name(value), *self.first(entries)

    def attributes(self, kind, value):
        entries = []
        for base in _class_mro(kind):
            for name, slot in _class_dict(base).items():
                if type(slot) is types.MemberDescriptorType and is_students(base):
                    try:
                        entries.append((("text", self.short(name)), self.value(slot.__get__(value))))
                    except AttributeError:
                        continue
                elif name == "__dict__" and type(slot) is types.GetSetDescriptorType:
                    inside = slot.__get__(value)
                    for key, item in list(inside.items()):
                        if type(key) is str and not key.startswith("__"):
                            entries.append((("text", self.short(key)), self.value(item)))
        return self.first(entries)

    def first(self, entries):
        return tuple(entries[: self.items]), max(0, len(entries) - self.items)

    # The unbound methods of the built-in types: a subclass may have its own.
    def row(self, value):
        base = next(base for base in (list, tuple, set, frozenset, deque) if base in _class_mro(type(value)))
        entries = []
        for item in base.__iter__(value):
            if len(entries) >= self.items:
                break
            entries.append((None, self.value(item)))
        return tuple(entries), max(0, base.__len__(value) - len(entries))

    def table(self, value):
        entries = []
        for key, item in dict.items(value):
            if len(entries) >= self.items:
                break
            entries.append((self.value(key), self.value(item)))
        return tuple(entries), max(0, dict.__len__(value) - len(entries))

    def string(self, value):
        if len(value) <= self.text:
            return "text", repr(value)
        return "text", f"{repr(value[: self.text])}… ({len(value)} long)"

    def short(self, text):
        return text if len(text) <= self.text else text[: self.text] + "…"

    def name(self, kind):
        return self.short(_class_name(kind))

    def signature(self, function):
        code = function.__code__
        count = code.co_argcount + code.co_kwonlyargcount
        return self.short(f"{code.co_qualname}({', '.join(code.co_varnames[:count])})")


HIDDEN = frozenset((types.GetSetDescriptorType, types.MemberDescriptorType, classmethod, staticmethod, property))


# The names of the student's modules.
students_modules = {"__main__"}


def is_students(kind):
    """Whether a class was written by the student, as far as its module tells."""
    module = _class_dict(kind).get("__module__")
    return type(module) is str and module in students_modules


def integer(value):
    if value.bit_length() > MOST_BITS:
        return "number", f"a number of {value.bit_length() * 30103 // 100000 + 1} digits or so"
    return "number", repr(value)
