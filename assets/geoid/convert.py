#!/usr/bin/env python3
"""Makes egm96-15.geoid from egm96_15.gtx, the 15' grid of EGM96 that the PROJ project distributes for NGA.

    python3 convert.py egm96_15.gtx egm96-15.geoid

What is written; numbers are variable-length integers of seven bits a byte, the lowest first (LEB128), signed ones zigzag-coded:

    the eight bytes "VIQGEOID"
    steps of height per metre (500: undulations are rounded to 2 mm, so they are at most 1 mm off)
    nodes per degree (4)
    for each node, row by row from 90 degrees north, each row from 180 degrees west to the last node before 180 degrees east: its undulation
    in steps, minus that of the node to the west, minus that of the node to the north, plus that of the node to the north-west (nodes beyond the
    first row or column count as zero)
    eight bytes, the lowest first: the FNV-1a hash (64 bits) of everything before
"""

import struct
import sys

STEPS_PER_METRE = 500
NODES_PER_DEGREE = 4


def unsigned(number):
    coded = bytearray()
    while number > 127:
        coded.append(number & 127 | 128)
        number >>= 7
    coded.append(number)
    return coded


def signed(number):
    return unsigned(2 * number if number >= 0 else -2 * number - 1)


def fnv_1a(content):
    value = 0xCBF29CE484222325
    for byte in content:
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value


def main(source, target):
    with open(source, "rb") as file:
        content = file.read()
    south, west, step_latitude, step_longitude, rows, columns = struct.unpack(">4d2i", content[:40])
    step = 1 / NODES_PER_DEGREE
    if (south, west, step_latitude, step_longitude, rows, columns) != (-90, -180, step, step, 721, 1440):
        sys.exit(f"{source}: not the global 15' grid")
    heights = struct.unpack(f">{rows * columns}f", content[40:])
    coded = bytearray(b"VIQGEOID")
    coded += unsigned(STEPS_PER_METRE)
    coded += unsigned(NODES_PER_DEGREE)
    north = [0] * columns
    for row in reversed(range(rows)):
        here = [round(height * STEPS_PER_METRE) for height in heights[row * columns : (row + 1) * columns]]
        for column in range(columns):
            west, north_west = (here[column - 1], north[column - 1]) if column else (0, 0)
            coded += signed(here[column] - west - north[column] + north_west)
        north = here
    coded += struct.pack("<Q", fnv_1a(coded))
    with open(target, "wb") as file:
        file.write(coded)


if __name__ == "__main__":
    main(*sys.argv[1:])
