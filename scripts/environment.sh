#!/usr/bin/env bash
# Set up .venv with the locked packages and this checkout; safe to repeat.
# usage: scripts/environment.sh [FOLDER]
set -euo pipefail
cd "$(dirname "$0")/.."
venv=${1:-.venv}

say() { printf 'natfig: %s\n' "$*" >&2; }

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
  local candidate
  for candidate in ${PYTHON:+"$PYTHON"} python3.13 python3.12 python3.11 python3 python; do
    # A name may stand on PATH and still not run (a version manager's placeholder).
    if is_new_enough "$candidate"; then
      command -v "$candidate"
      return
    fi
  done
  say "Python 3.11 or newer is missing: install python3.11, or name one with 'make PYTHON=/path/to/python3'."
  return 1
}

# Debian leaves out of Python what makes environments; a package per version brings it.
install_venv() {
  local version package
  version=$("$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
  for package in "$version" python3-venv; do
    scripts/apt_install.sh "$package" >&2 && "$1" -c 'import ensurepip' 2>/dev/null && return
  done
  say "$1 cannot make environments: install the package $version and run this again."
  return 1
}

if ! is_new_enough "$venv/bin/python" || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
  python=$(find_python)
  "$python" -c 'import ensurepip, venv' 2>/dev/null || install_venv "$python"
  "$python" -m venv --clear "$venv"
fi

export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_ROOT_USER_ACTION=ignore
say "installing the packages of requirements.lock into $venv"
# pip compiles one module after the other, compileall as many at once as there are cores.
# Left uncompiled, they would be compiled at every start where PYTHONDONTWRITEBYTECODE is set.
"$venv/bin/python" -m pip install --quiet --no-compile --require-hashes -r requirements.lock
"$venv/bin/python" -m compileall -qq -j 0 "$venv/lib" || true # some packages ship templates that are no Python
"$venv/bin/python" -m pip install --quiet --no-compile --no-deps --no-build-isolation -e .
