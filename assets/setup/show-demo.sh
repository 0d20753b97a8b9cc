#!/bin/sh
# Makes the demo workspace and does in it what the window would be opened for; the report's path is the last line.
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
echo "The window does not exist yet: open the report in a browser."
realpath "$report"
