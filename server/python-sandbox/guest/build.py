"""Builds python.wasm in two steps; `build.sh` beside this file calls it.

First the target's own Python compiles the standard library into one pack. Then
the component is made with that pack inside, all of `python/` imported and warm.
"""

import argparse
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import time

import immortal

HERE = pathlib.Path(__file__).resolve().parent
# What comes from PyPI into the component, as pinned in requirements.txt.
PACKAGES = (
    "asttokens", "executing", "friendly_traceback", "mccabe.py", "pure_eval", "pycodestyle.py", "pyflakes",
    "six.py", "stack_data",
)  # fmt: skip


def sources(entries):
    """Every file that decides what the component is, with its name."""
    for path in sorted(HERE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pack":
            yield path.relative_to(HERE).as_posix(), path
    for entry in entries:
        for path in sorted(entry.parent.glob("*.py")):
            yield f"{entry.stem}/{path.name}", path


def stamp(entries):
    """A sha256 over the names and contents of all sources."""
    digest = hashlib.sha256()
    for name, path in sources(entries):
        content = path.read_bytes()
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def stamp_file(out):
    return out.with_name(out.name + ".stamp")


def is_current(out, entries):
    file = stamp_file(out)
    return out.exists() and file.exists() and file.read_text().strip() == stamp(entries)


def componentize(program, work, wit, world, app, folder, out):
    # Without a virtual environment of its own it would take along the packages
    # of whatever Python is installed on the machine that builds.
    nothing = work / "no-packages"
    (nothing / "lib" / "python3" / "site-packages").mkdir(parents=True, exist_ok=True)
    command = [program, "-q", "-d", wit, "-w", world, "componentize", app, "-p", folder, "-o", out]
    environment = os.environ | {"VIRTUAL_ENV": str(nothing)}
    began = time.monotonic()
    ended = subprocess.run([str(part) for part in command], env=environment, check=False)
    if ended.returncode != 0:
        sys.exit(f"sandbox: componentize-py could not build {app}")
    print(f"sandbox: {app} took {time.monotonic() - began:.0f} s", flush=True)


def copy_packages(environment, folder):
    """Takes the packages out of the virtual environment that `build.sh` made."""
    (installed,) = environment.glob("lib/python3*/site-packages")
    folder.mkdir()
    for name in PACKAGES:
        package = installed / name
        if package.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "test", "tests", "locales", "scripts")
            shutil.copytree(package, folder / name, ignore=ignored)
        else:
            shutil.copyfile(package, folder / name)


def build(program, work, out, entries):
    work.mkdir(parents=True, exist_ok=True)
    current = stamp(entries)
    # Built from copies: both steps write beside the files they run.
    pack, python = work / "pack", work / "python"
    for name, copy in (("pack", pack), ("python", python)):
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(HERE / name, copy, ignore=shutil.ignore_patterns("__pycache__"))

    for entry in entries:
        folder = python / "_learnflow" / "beside" / entry.stem
        folder.mkdir(parents=True)
        for module in entry.parent.glob("*.py"):
            shutil.copyfile(module, folder / module.name)

    copy_packages(pathlib.Path(program).parent.parent, pack / "packages")

    print("sandbox: compiling Python's library with the Python that will run it", flush=True)
    componentize(program, work, pack / "pack.wit", "pack", "library", pack, work / "pack.wasm")
    shutil.move(pack / "library.pack", python / "_learnflow" / "library.pack")

    print("sandbox: building the component", flush=True)
    fresh = work / "python.wasm"
    componentize(program, work, HERE / "wit", "sandbox", "guest_app", python, fresh)
    wasm, count = immortal.made_immortal(fresh.read_bytes())
    fresh.write_bytes(wasm)
    print(f"sandbox: made {count['counted']} objects immortal", flush=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    # Copied beside its place and then moved, so that nobody ever sees half of it.
    beside = out.with_name(out.name + ".new")
    shutil.copyfile(fresh, beside)
    os.replace(beside, out)
    stamp_file(out).write_text(current + "\n")
    print(f"sandbox: {out} is ready ({out.stat().st_size / 1e6:.0f} MB)")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("out", type=pathlib.Path)
    arguments.add_argument("beside", type=pathlib.Path, nargs="*", help="entries of the host's own Python (beside.py)")
    arguments.add_argument("--check", action="store_true", help="only say by the exit code if it is up to date")
    arguments.add_argument("--componentize-py", default="componentize-py")
    arguments.add_argument("--work", type=pathlib.Path, default=pathlib.Path("build"))
    given = arguments.parse_args()
    if given.check:
        sys.exit(0 if is_current(given.out, given.beside) else 1)
    build(given.componentize_py, given.work.resolve(), given.out.resolve(), given.beside)


main()
