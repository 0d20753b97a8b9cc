#!/bin/sh
# Stops with advice where there is no Rust.
set -eu

if ! command -v cargo >/dev/null; then
    {
        echo "Rust is missing (cargo is not on the path). Its own installer is at https://rustup.rs:"
        echo "    curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"
        echo "Then open a new shell and run the same command again."
    } >&2
    exit 1
fi
