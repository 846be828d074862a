#!/usr/bin/env bash
# Reads the exports with the programs that users have: networkx, pyarrow, pandas, duckdb, followthemoney, datasette, in the versions of
# requirements.txt and requirements-ftm.txt. Needs Python 3.11 or later with pip, and a package index that pip can reach the first time.
# followthemoney needs the headers of ICU on top (libicu-dev, pkg-config, a C++ compiler); where they are missing its check is left out,
# and the output says so.
#
# Usage: crates/legation-store/tests/readers/ci.sh
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
cd "$here/../../../.."
venv="${CARGO_TARGET_DIR:-target}/readers"
# What is installed already in these versions is not installed again.
if ! cat "$here"/requirements*.txt | cmp -s - "$venv/installed.txt"; then
  rm -rf "$venv"
  pip=("$venv/bin/python" -m pip)
  if ! python3 -m venv "$venv" >/dev/null 2>&1; then
    # Some systems part pip from venv: the system's own pip does as well.
    rm -rf "$venv"
    python3 -m venv --without-pip "$venv"
    pip=(python3 -m pip --python "$venv/bin/python")
  fi
  install=("${pip[@]}" install --quiet --disable-pip-version-check)
  "${install[@]}" --only-binary :all: --requirement "$here/requirements.txt"
  if "${install[@]}" --requirement "$here/requirements-ftm.txt"; then
    cat "$here"/requirements*.txt >"$venv/installed.txt"
  fi
fi
LEGATION_READERS="$(cd "$venv" && pwd)/bin/python" \
  cargo test --workspace --test it -- readers:: --nocapture
