"""Finds modules where there are no files: in the library's pack, and in the student's program."""

import marshal
import struct
import zlib
from importlib.machinery import ModuleSpec
from os.path import dirname

from _learnflow import disk


class Library:
    """Python's standard library, compiled beforehand by `pack/library.py`."""

    def __init__(self, pack):
        (size,) = struct.unpack_from("<Q", pack)
        self.index = marshal.loads(pack[8 : 8 + size])
        self.data = memoryview(pack)[8 + size :]
        self.after = {}

    def find_spec(self, name, path=None, target=None):
        entry = self.index.get(name)
        if entry is None:
            return None
        is_package, file, _, _ = entry
        spec = ModuleSpec(name, self, origin=file, is_package=is_package)
        spec.has_location = True
        if is_package:
            spec.submodule_search_locations = [dirname(file)]
        return spec

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        name = module.__spec__.name
        exec(self.get_code(name), module.__dict__)
        if then := self.after.get(name):
            then(module)

    def get_code(self, name):
        _, _, start, size = self.index[name]
        return marshal.loads(zlib.decompress(self.data[start : start + size]))

    def get_source(self, name):
        return None

    def is_package(self, name):
        return self.index[name][0]


class Program:
    """Modules that the student wrote: `helper.py` beside `main.py`."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        folder = path[0] if path else disk.HOME
        stem = f"{folder}/{name.rpartition('.')[2]}"
        for file, is_package in ((stem + "/__init__.py", True), (stem + ".py", False)):
            if disk.is_file(file):
                shown = disk.shown(file)
                spec = ModuleSpec(name, Program, origin=shown, is_package=is_package)
                spec.has_location = True
                if is_package:
                    spec.submodule_search_locations = [stem]
                return spec
        return None

    @staticmethod
    def create_module(spec):
        return None

    @staticmethod
    def exec_module(module):
        file = module.__spec__.origin
        exec(compile(disk.text(file), file, "exec", dont_inherit=True), module.__dict__)

    @staticmethod
    def get_source(name):
        spec = Program.find_spec(name)
        return disk.text(spec.origin) if spec else None
