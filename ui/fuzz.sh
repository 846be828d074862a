#!/usr/bin/env bash
# Fuzzes the API from its own description with schemathesis, on a store made from examples/.
# Usage: ui/fuzz.sh PATH_TO_LEGATION [SECONDS]   Needs Python 3; schemathesis goes into target/api-venv.
set -euo pipefail
program=$(realpath "$1")
seconds=${2:-60}
cd "$(dirname "$0")/.."

venv=$PWD/target/api-venv
if [ ! -x "$venv/bin/schemathesis" ]; then
  if ! { python3 -m venv "$venv" && "$venv/bin/pip" install --quiet 'schemathesis==4.32.5'; }; then
    echo "schemathesis cannot be installed here: the API is not fuzzed" >&2
    exit 0
  fi
fi
folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
"$program" read examples/ --db "$folder/store.db" --quiet
"$program" serve --db "$folder/store.db" --port 0 --no-open >"$folder/out" 2>"$folder/err" &
server=$!
for _ in $(seq 50); do
  address=$(grep -o 'http://[^#]*#token=.*' "$folder/out" || true)
  [ -n "$address" ] && break
  sleep 0.1
done
base=${address%%#*}
token=${address##*token=}

cd "$folder" # where schemathesis leaves its notes
# Parameters that fit no list are refused with 400 as the description says, and lists of words take any word: neither is wrong.
# Live coding is limited to some calls a second; the progress never ends.
"$venv/bin/schemathesis" run "${base}api/v1/openapi.json" \
  --header "Authorization: Bearer $token" \
  --checks not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance,unsupported_method \
  --exclude-path /progress --exclude-path /code \
  --phases examples,coverage,fuzzing --max-time "$seconds" --request-timeout 15 --generation-database none --no-color
if grep -q panicked "$folder/err"; then
  cat "$folder/err" >&2
  exit 1
fi
