#!/bin/sh
# Builds the sandbox's Python: build.sh OUT.wasm WORKDIR [ENTRY.py ...]
# Each ENTRY.py, and all modules beside it, is Python of the host's own that lies loaded in the snapshot (beside.py).
# Makes its own virtual environment in WORKDIR and does nothing when OUT.wasm is up to date.
set -eu

[ $# -ge 2 ] || { echo "usage: $0 OUT.wasm WORKDIR [ENTRY.py ...]" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
out=$1
work=$2
shift 2

if python3 "$here/build.py" --check "$out" "$@"; then
    echo "sandbox: $out is up to date"
    exit 0
fi

mkdir -p "$work"
if [ ! -x "$work/venv/bin/componentize-py" ] || ! cmp -s "$here/requirements.txt" "$work/venv/requirements.txt"; then
    echo "sandbox: installing componentize-py into $work/venv"
    python3 -m venv --clear "$work/venv"
    "$work/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
    cp "$here/requirements.txt" "$work/venv/requirements.txt"
fi

exec python3 "$here/build.py" --componentize-py "$work/venv/bin/componentize-py" --work "$work" "$out" "$@"
