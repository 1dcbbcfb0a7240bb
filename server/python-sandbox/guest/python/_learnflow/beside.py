"""Python of the host's own that reads programs: loaded once, here, instead of in every run.

Each folder that the build was given lies in `beside/`; its entry has `main()`, which does the work of one run, and
`warm()`, which does what most runs do. A student's program sees nothing of it: the modules are only put in their places
in a run of the host's. To add one: a folder named to `build.sh`.
"""

import hashlib
import importlib
import os
import sys

FOLDER = os.path.join(os.path.dirname(__file__), "beside")

# By the entry's name: its modules by theirs, and a sha256 of the text of each.
loaded, digests = {}, {}


def load():
    for entry in sorted(os.listdir(FOLDER)) if os.path.isdir(FOLDER) else ():
        folder = os.path.join(FOLDER, entry)
        names = sorted(file.removesuffix(".py") for file in os.listdir(folder) if file.endswith(".py"))
        sys.path.insert(0, folder)
        loaded[entry] = {name: importlib.import_module(name) for name in names}
        sys.path.remove(folder)
        digests[entry] = {name: digest(os.path.join(folder, name + ".py")) for name in names}
        put_away(entry)


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def put_away(entry):
    for name in loaded[entry]:
        del sys.modules[name]


def warm():
    """Has the code specialised, and its caches full."""
    for entry, modules in loaded.items():
        sys.modules.update(modules)
        modules[entry].warm()
        put_away(entry)


def run(entry):
    """Does the work of one run."""
    sys.modules.update(loaded[entry])
    loaded[entry][entry].main()
