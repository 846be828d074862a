"""Reads a folder of exports with the programs that users will read them with, and says what does not hold.

Usage: python read_exports.py FOLDER, where FOLDER holds `store.db` and one folder for each format.
Needs: networkx pyarrow pandas duckdb followthemoney datasette
"""

import csv
import json
import sqlite3
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

FOLDER = Path(sys.argv[1])


def rows_of(table):
    with sqlite3.connect(FOLDER / "store.db") as store:
        return store.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def report(name):
    return json.loads((FOLDER / name / f"{name}.loss.json").read_text())


def parquet():
    import duckdb
    import pandas
    import pyarrow.parquet

    for file in sorted((FOLDER / "parquet").glob("*.parquet")):
        table = pyarrow.parquet.read_table(file)
        assert table.num_rows == rows_of(file.stem), file
        notes = pyarrow.parquet.ParquetFile(file).metadata.metadata
        assert b"legation.schema" in notes, file
        provenance = json.loads(notes[b"legation.provenance"])
        assert provenance["runs"] and provenance["scorecard"], file
        assert duckdb.sql(f"SELECT count(*) FROM '{file}'").fetchall() == [(table.num_rows,)], file
    events = pandas.read_parquet(FOLDER / "parquet" / "events.parquet")
    articles = pandas.read_parquet(FOLDER / "parquet" / "articles.parquet")
    texts = dict(zip(articles["id"], articles["text"]))
    for event in events.itertuples():
        assert texts[event.article][event.span_start : event.span_end] == event.text
    query = f"""
        SELECT unnest(source) AS actor, count(*) FROM '{FOLDER}/parquet/events.parquet'
        WHERE date_from >= DATE '2015-01-01' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5
    """
    assert len(duckdb.sql(query).fetchall()) == 5


def tables_of_text():
    import pandas

    for file in sorted((FOLDER / "csv").glob("*.csv")):
        frame = pandas.read_csv(file, dtype=str, keep_default_na=False)
        assert len(frame) == rows_of(file.stem), file
    polecat = pandas.read_csv(FOLDER / "polecat" / "events.polecat.tsv", sep="\t", dtype=str, quoting=csv.QUOTE_NONE)
    assert polecat.shape == (report("polecat")["rows"], 40)
    icews = pandas.read_csv(FOLDER / "icews" / "events.icews.tsv", sep="\t", dtype=str, quoting=csv.QUOTE_NONE)
    assert icews.shape == (report("icews")["rows"], 20)
    assert not icews.duplicated(["Event ID", "Event Date"]).any()
    gdelt = pandas.read_csv(
        FOLDER / "gdelt" / "events.export.CSV", sep="\t", dtype=str, header=None, quoting=csv.QUOTE_NONE
    )
    assert gdelt.shape == (report("gdelt")["rows"], 61)
    assert gdelt[0].is_unique
    dyads = pandas.read_csv(FOLDER / "aggregates" / "dyads.csv")
    assert dyads["events"].sum() > 0
    days = pandas.read_csv(FOLDER / "aggregates" / "coverage_days.csv")
    assert days["articles"].sum() == rows_of("articles")


def plover():
    with open(FOLDER / "plover" / "events.plover.jsonl", encoding="utf-8") as lines:
        events = [json.loads(line) for line in lines]
    assert len(events) == report("plover")["rows"]
    for event in events:
        assert event["id"] and event["date"] and event["actor"] and event["event"]


def networks():
    import networkx

    graphml = networkx.read_graphml(FOLDER / "graphml" / "network.graphml", force_multigraph=True)
    gexf = networkx.read_gexf(FOLDER / "gexf" / "network.gexf")
    wanted = report("graphml")["rows"]
    assert graphml.number_of_nodes() + graphml.number_of_edges() == wanted
    assert gexf.number_of_nodes() + gexf.number_of_edges() == wanted
    assert all(data["weight"] >= 1 for _, _, data in graphml.edges(data=True))
    assert any(data.get("spells") for _, _, data in gexf.edges(data=True))


def ftm():
    try:
        from followthemoney import model
    except ImportError:
        print("ftm: SKIPPED, followthemoney is not installed (ci.sh says what it needs)")
        return

    entities = {}
    with open(FOLDER / "ftm" / "entities.ftm.jsonl", encoding="utf-8") as lines:
        for line in lines:
            data = json.loads(line)
            schema = model.get(data["schema"])
            assert schema is not None, data["schema"]
            for name, values in data["properties"].items():
                prop = schema.get(name)
                assert prop is not None, f"{data['schema']} has no {name}"
                for value in values:
                    clean = prop.type.clean(value)
                    assert clean is not None, f"{data['schema']}.{name}: {value!r}"
            entities[data["id"]] = data
    assert len(entities) == report("ftm")["rows"]
    for data in entities.values():
        for name, values in data["properties"].items():
            if model.get(data["schema"]).get(name).type.name == "entity":
                assert all(value in entities for value in values), f"{data['id']}.{name} points at nothing"


def annotations():
    page = json.loads((FOLDER / "webannotation" / "annotations.jsonld").read_text())
    with sqlite3.connect(FOLDER / "store.db") as store:
        texts = dict(store.execute("SELECT uri, text FROM articles"))
    assert len(page["items"]) == report("webannotation")["rows"]
    ids = {item["id"] for item in page["items"]}
    for item in page["items"]:
        if item["motivation"] == "linking":
            start, words = item["target"]
            assert start in ids and item["body"][0] in ids
            assert words["selector"]["end"] <= len(texts[words["source"]])
            continue
        position, quote = item["target"]["selector"]
        text = texts[item["target"]["source"]]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert text[: position["start"]].endswith(quote["prefix"])


def datasette():
    def get(path):
        command = [sys.executable, "-m", "datasette", str(FOLDER / "store.db"), "--get", path]
        with tempfile.TemporaryDirectory() as home:
            done = subprocess.run(command, capture_output=True, text=True, cwd=home, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    events = get("/store/events.json?_shape=objects&_size=3&_labels=on")
    assert len(events["rows"]) == 3
    tables = {table["name"]: table for table in get("/store.json")["tables"]}
    assert tables["articles"]["fts_table"] == "articles_fts"
    assert {key["other_table"] for key in tables["event_actors"]["foreign_keys"]["outgoing"]} == {"events", "actors"}
    assert get("/store/articles.json?_search=met&_shape=array&_size=1")
    assert get("/store/dyad_months.json?_shape=array&_size=1")
    assert get("/store/coverage_days.json?_shape=array&_size=1")


failed = 0
for check in [parquet, tables_of_text, plover, networks, ftm, annotations, datasette]:
    try:
        check()
        print(f"{check.__name__}: ok")
    except Exception:  # every check has its say
        failed += 1
        print(f"{check.__name__}: FAILED\n{traceback.format_exc()}")
sys.exit(failed)
