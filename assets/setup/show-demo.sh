#!/bin/sh
# Makes the demo workspace, verifies the product in it, and opens both in the window where there is a display; without one
# the report's path is the last line.
# usage: show-demo.sh FOLDER SEED (from the repository's root, after `cargo build --release`)
set -eu

folder=${1:?usage: show-demo.sh FOLDER SEED}
seed=${2:?usage: show-demo.sh FOLDER SEED}

viq() {
    cargo run --release --locked --quiet -- "$@"
}

echo "a synthetic product, seed $seed, in $folder"
said=$(viq demo "$folder" --seed "$seed")
product=$(printf '%s\n' "$said" | tail -n 1)

# Exit code 1 says that a requirement failed: the report is there all the same.
verdict=0
viq verify "$product" --workspace "$folder" --report "$folder/report" || verdict=$?
if [ "$verdict" -gt 1 ]; then
    exit "$verdict"
fi

report=$folder/report/report.html
if [ ! -s "$report" ]; then
    echo "viq verify left no report at $report" >&2
    exit 1
fi
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    echo "the report: $(realpath "$report")"
    viq open "$product" --workspace "$folder"
else
    echo "No display here (neither DISPLAY nor WAYLAND_DISPLAY is set): open the report in a browser."
    realpath "$report"
fi
