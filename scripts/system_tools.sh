#!/usr/bin/env bash
# Install the programs the tests measure with, where they are missing; safe to repeat.
# Without the right to install, what is missing is named: its tests are then skipped,
# or fail when CI is set.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'natfig: %s\n' "$*" >&2; }

have() {
  local name
  for name in "$@"; do
    command -v "$name" >/dev/null && return
  done
  return 1
}

# What the R backend draws with, what its scripts are checked with, and what results are held to.
R_PACKAGES=(ggplot2 patchwork svglite ragg ggrepel ggbeeswarm lintr survival)

# Which of them R lacks; all, where R itself is missing. Asking once spares starting R eight times.
missing_r_packages() {
  if have Rscript; then
    Rscript --vanilla -e 'for (p in commandArgs(TRUE)) if (!nzchar(system.file(package = p))) cat(p, "\n")' "$@"
  else
    printf '%s\n' "$@"
  fi
}

has_arial_metrics() {
  have fc-match && fc-match -f '%{family}' Arial |
    grep -Eq 'Arial|Arimo|Helvetica|Liberation Sans|Nimbus Sans|TeX Gyre Heros'
}

wanted() {
  have chromium chromium-browser google-chrome google-chrome-stable || echo chromium
  have inkscape || echo inkscape
  { have pdftotext && have pdffonts && have pdfinfo; } || echo poppler-utils
  have fc-match || echo fontconfig
  { have soffice && have lowriter; } || echo libreoffice-writer
  have localc || echo libreoffice-calc
  have java || echo default-jre-headless
  have mvn || echo maven
  have npm || echo npm
  have Rscript || echo r-base-core
  missing_r_packages "${R_PACKAGES[@]}" | sed 's/ *$//; s/^/r-cran-/'
  has_arial_metrics || echo fonts-liberation2
}

mapfile -t packages < <(wanted)
[ "${#packages[@]}" -gt 0 ] || exit 0

# Newer releases call the same fonts fonts-liberation. One package at a time, so that
# one that can't be had doesn't keep out the others.
for package in "${packages[@]}"; do
  scripts/apt_install.sh "$package" ||
    { [ "$package" = fonts-liberation2 ] && scripts/apt_install.sh fonts-liberation; } || true
done

mapfile -t packages < <(wanted)
[ "${#packages[@]}" -gt 0 ] || exit 0
say "still missing: ${packages[*]}"
[ -z "${CI:-}" ]
