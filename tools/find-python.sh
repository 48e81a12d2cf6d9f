#!/bin/sh
# Prints a Python of at least 3.11, or says in one line what is missing. Each candidate is run, not merely found:
# a version manager may leave a name on the path that starts nothing. 3.11 comes first because the pins are made with it.
found=
for name in ${PYTHON:-python3.11 python3 python3.12 python3.13 python3.14}; do
    version=$("$name" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        if ! "$name" -c 'import ensurepip, venv' 2>/dev/null; then
            echo "Python $version at $name cannot make environments; on Debian: apt-get install python$version-venv" >&2
            exit 1
        fi
        command -v "$name"
        exit 0
    fi
    found="${found:+$found, }$name is $version"
done
echo "Bihuan needs Python 3.11 or newer (found: ${found:-no Python}); name another with: make PYTHON=/path/to/python" >&2
exit 1
