#!/usr/bin/env python3
"""Makes land-50m.coastline from the land-50m.json of the npm package world-atlas (Natural Earth, 1:50 million).

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python3 convert.py package/land-50m.json land-50m.coastline

What is written, all numbers as variable-length integers of seven bits a byte, the lowest first (LEB128); signed ones zigzag-coded:

    the eight bytes "VIQCOAST"
    grid steps per degree (100: longitudes and latitudes are rounded to 0.01 degree)
    number of rings
    for each ring: number of points, then for each point its longitude and latitude in grid steps, minus those of the point
    before it (the first point minus zero); the first point is not repeated at the end

Outer rings and holes (the Caspian Sea) stand in one list: a place is on land when an odd number of rings is around it. Rings that go over the
date line, in the source without a cut, are cut there; Antarctica is closed along the date line and the South Pole.
"""

import json
import sys

STEPS_PER_DEGREE = 100


def arcs_of(topology):
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
        arcs.append(points)
    return arcs


def rings_of(topology):
    arcs = arcs_of(topology)

    def ring(indices):
        points = []
        for index in indices:
            arc = arcs[index] if index >= 0 else arcs[~index][::-1]
            points.extend(arc[1:] if points else arc)
        return points

    def polygons(geometry):
        if geometry["type"] == "GeometryCollection":
            for part in geometry["geometries"]:
                yield from polygons(part)
        elif geometry["type"] == "MultiPolygon":
            yield from geometry["arcs"]
        else:
            yield geometry["arcs"]

    for polygon in polygons(topology["objects"]["land"]):
        for indices in polygon:
            yield ring(indices)


def cut_at_the_date_line(ring):
    """The parts of a ring within -180 and 180 degrees; between two of its points the shorter way in longitude is meant."""
    if max(latitude for _, latitude in ring) < -89:
        # the South Pole itself, drawn as a line
        return
    if ring[0] == ring[-1]:
        ring = ring[:-1]
    unrolled = [ring[0]]
    for longitude, latitude in ring[1:] + ring[:1]:
        before = unrolled[-1][0]
        step = longitude - before
        unrolled.append((before + step - 360 * round(step / 360), latitude))
    end = unrolled.pop()
    if abs(end[0] - unrolled[0][0]) > 180:
        # it goes round the pole: Antarctica
        unrolled += [end, (end[0], -90), (unrolled[0][0], -90)]
    for turn in (-1, 0, 1):
        west, east = 360 * turn - 180, 360 * turn + 180
        part = clipped(clipped(unrolled, west, 1), east, -1)
        if part:
            yield [(longitude - 360 * turn, latitude) for longitude, latitude in part]


def clipped(polygon, meridian, side):
    kept = []
    for before, point in zip(polygon[-1:] + polygon[:-1], polygon):
        was_inside, is_inside = side * (before[0] - meridian) >= 0, side * (point[0] - meridian) >= 0
        if was_inside != is_inside:
            share = (meridian - before[0]) / (point[0] - before[0])
            kept.append((meridian, before[1] + share * (point[1] - before[1])))
        if is_inside:
            kept.append(point)
    return kept


def rounded(ring):
    points = []
    for longitude, latitude in ring:
        point = (
            max(-180 * STEPS_PER_DEGREE, min(180 * STEPS_PER_DEGREE, round(longitude * STEPS_PER_DEGREE))),
            max(-90 * STEPS_PER_DEGREE, min(90 * STEPS_PER_DEGREE, round(latitude * STEPS_PER_DEGREE))),
        )
        if not points or points[-1] != point:
            points.append(point)
    while len(points) > 1 and points[0] == points[-1]:
        points.pop()
    return points


def unsigned(number):
    encoded = bytearray()
    while number > 127:
        encoded.append(number & 127 | 128)
        number >>= 7
    encoded.append(number)
    return encoded


def signed(number):
    return unsigned(number << 1 if number >= 0 else (-number << 1) - 1)


def main(source, target):
    with open(source, encoding="utf-8") as file:
        topology = json.load(file)
    parts = (part for ring in rings_of(topology) for part in cut_at_the_date_line(ring))
    rings = [points for points in map(rounded, parts) if len(set(points)) > 2 and len({x for x, _ in points}) > 1]
    encoded = bytearray(b"VIQCOAST") + unsigned(STEPS_PER_DEGREE) + unsigned(len(rings))
    for points in rings:
        encoded += unsigned(len(points))
        before = (0, 0)
        for point in points:
            encoded += signed(point[0] - before[0]) + signed(point[1] - before[1])
            before = point
    with open(target, "wb") as file:
        file.write(encoded)
    print(len(rings), "rings,", sum(map(len, rings)), "points,", len(encoded), "bytes")


main(*sys.argv[1:])
