#!/usr/bin/env bash
# Reads the exports with the programs that users have: networkx, pyarrow, pandas, duckdb, followthemoney, datasette.
# Needs Python 3 with venv and a package index that pip can reach.
#
# Usage: crates/legation-store/tests/readers/ci.sh
set -euo pipefail
cd "$(dirname "$0")/../../../.."
venv="${CARGO_TARGET_DIR:-target}/readers"
python3 -m venv "$venv"
venv="$(cd "$venv" && pwd)"
"$venv/bin/pip" install --quiet --disable-pip-version-check networkx pyarrow pandas duckdb followthemoney datasette
export LEGATION_READERS="$venv/bin/python"
cargo test --package legation-store --test it -- readers --nocapture
