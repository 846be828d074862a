#!/usr/bin/env bash
# Checks the pages: types, unit tests, that the committed files are those of the sources, and the pages in a browser.
# Usage: ui/ci.sh [path to a built legation]   Without a program the browser part is left out.
set -euo pipefail
program=${1:+$(realpath "$1")}
cd "$(dirname "$0")"

npm ci --no-audit --no-fund
npm run typecheck
npm test
npm run build
if ! git diff --exit-code --stat -- ../crates/legation-web/assets/dist || [ -n "$(git status --porcelain -- ../crates/legation-web/assets/dist)" ]; then
  echo "the committed pages are not those of ui/src: run npm run build there and commit" >&2
  exit 1
fi
size=$(cat ../crates/legation-web/assets/dist/index.html ../crates/legation-web/assets/dist/assets/* | gzip -9 | wc -c)
echo "pages: $size bytes gzipped"
[ "$size" -le 250000 ] || { echo "the pages are larger than 250 kB" >&2; exit 1; }

if [ -z "$program" ]; then
  echo "no program given: pages not tried in a browser" >&2
  exit 0
fi
if ! command -v chromium >/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && apt-get install -y -qq chromium >/dev/null
  else
    echo "chromium is not installed: pages not tried in a browser" >&2
    exit 0
  fi
fi
node tests/browser.mjs "$program"
bash fuzz.sh "$program" 40
