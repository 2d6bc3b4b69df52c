#!/usr/bin/env bash
# Install Debian or Ubuntu packages without asking; fails with a sentence where that can't be.
# usage: scripts/apt_install.sh PACKAGE…
set -euo pipefail

say() { printf 'natfig: %s\n' "$*" >&2; }

if ! command -v apt-get >/dev/null; then
  say "this system has no apt-get: install $* with its own package manager."
  exit 1
fi
if [ "$(id -u)" = 0 ]; then
  as_root=()
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  as_root=(sudo -n)
else
  say "no right to install packages: run 'sudo apt-get install $*' and try again."
  exit 1
fi

export DEBIAN_FRONTEND=noninteractive
apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@" </dev/null; }

say "installing $*"
# The lists of a fresh container are empty, those of an old machine name files that are gone.
apt install --yes --no-install-recommends "$@" >/dev/null 2>&1 || {
  apt update
  apt install --yes --no-install-recommends "$@" >/dev/null
}
