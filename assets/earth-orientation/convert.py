"""Makes earth-orientation.txt from the two tables of the PyPI package astropy-iers-data.

    pip download --no-deps astropy-iers-data && unzip astropy_iers_data-*.whl
    python3 convert.py astropy_iers_data/data 'astropy-iers-data VERSION' > earth-orientation.txt

Days from 2000-01-01 on: IERS EOP C04 20 as far as it goes, then finals2000A (Bulletin A: measured, then predicted).
"""
import sys

FIRST_DAY = 51544  # 2000-01-01


def whole(text, scale):
    """A decimal as a whole number of its last place; refuses what would lose a decimal."""
    value = float(text) * scale
    if abs(value - round(value)) > 1e-3:
        raise SystemExit(f"{text}: more decimals than this form keeps")
    return str(round(value))


def main(folder, source):
    days = {}
    for line in open(f"{folder}/finals2000A.all"):
        day, flags = int(float(line[7:15])), line[16] + line[57]
        if day < FIRST_DAY or not line[16:].strip():
            continue
        pole = [whole(line[18:27], 1e6), whole(line[37:46], 1e6)]
        celestial = [line[97:106].strip(), line[116:125].strip()]
        celestial = [whole(text, 1e3) if all(celestial) else "-" for text in celestial]
        days[day] = [*pole, whole(line[58:68], 1e7), *celestial, "R" if flags == "II" else "P"]
    last_final = FIRST_DAY
    for line in open(f"{folder}/eopc04.1962-now"):
        if line.startswith("#"):
            continue
        fields = line.split()
        day = int(float(fields[4]))
        if day >= FIRST_DAY:
            x, y, ut1, dx, dy = fields[5:10]
            days[day] = [whole(x, 1e6), whole(y, 1e6), whole(ut1, 1e7), whole(dx, 1e6), whole(dy, 1e6), "F"]
            last_final = day
    last_rapid = max(day for day, row in days.items() if row[-1] != "P")
    print("# VIQ Earth orientation, form 1")
    print(f"# Source: {source} (IERS EOP C04 20, Paris Observatory; finals2000A, IERS Rapid Service)")
    print(f"# Modified Julian days {min(days)} to {max(days)}: final to {last_final}, rapid to {last_rapid}, predicted after")
    print("# Columns: modified Julian day (0 h UTC) | pole x, y: 1e-6 arcsec | UT1-UTC: 1e-7 s |")
    print("#   dX, dY to IAU 2006/2000A: 1e-6 arcsec, - where none | F final, R rapid, P predicted")
    for day in sorted(days):
        print(day, *days[day])


main(*sys.argv[1:])
