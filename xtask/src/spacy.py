"""Runs spaCy over texts, for comparison. Standard input: JSON lines, each a text.

`layers PIPELINE`: writes what spaCy says of each text as a JSON line.
`speed PIPELINE SECONDS`: finds the best batch size on a part of the texts, then writes seconds, seconds of the processor
and tokens of the best run over all of them within that time as a JSON line.
"""

import json
import sys
import time

import spacy


def layers(nlp, texts):
    for doc in nlp.pipe(texts, batch_size=256):
        text = doc.text
        at = [0]
        for character in text:
            at.append(at[-1] + len(character.encode("utf-8", "surrogatepass")))
        row = {
            "text": text,
            "tokens": [
                [at[t.idx], at[t.idx + len(t)], t.head.i, t.dep_, t.tag_, t.pos_, t.lemma_, str(t.morph)]
                for t in doc
            ],
            "sentences": [t.i for t in doc if t.is_sent_start or t.i == 0],
            "entities": [[e.start, e.end, e.label_] for e in doc.ents],
        }
        print(json.dumps(row, ensure_ascii=False))


def speed(nlp, texts, seconds):
    for _ in nlp.pipe(texts[:50]):
        pass

    def run(some, size):
        began, worked = time.perf_counter(), time.process_time()
        tokens = sum(len(doc) for doc in nlp.pipe(some, batch_size=size))
        seconds, worked = time.perf_counter() - began, time.process_time() - worked
        return {"batch_size": size, "seconds": seconds, "processor": worked, "tokens": tokens}

    def faster(rows):
        best = min(rows, key=lambda row: row["seconds"])
        return best | {"processor": min(row["processor"] for row in rows)}

    part = texts[:150]
    best = faster([run(part, size) for _ in range(2) for size in (32, 64, 128, 256)])
    start = time.perf_counter()
    rows = [run(texts, best["batch_size"])]
    while time.perf_counter() - start < seconds:
        rows.append(run(texts, best["batch_size"]))
    print(json.dumps(faster(rows)))


if __name__ == "__main__":
    pipeline = spacy.load(sys.argv[2])
    lines = [json.loads(line) for line in sys.stdin]
    if sys.argv[1] == "layers":
        layers(pipeline, lines)
    else:
        speed(pipeline, lines, float(sys.argv[3]))
