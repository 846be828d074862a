"""Pages a second by Python's trafilatura, on one thread, with the metadata that we read too."""
import gzip, json, pathlib, sys, time
import trafilatura

pages = []
for folder in sys.argv[1:]:
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if path.name.endswith((".html.gz", ".htm.gz")):
            pages.append(gzip.decompress(path.read_bytes()))
        elif path.suffix in (".html", ".htm"):
            pages.append(path.read_bytes())
start, worked = time.perf_counter(), time.process_time()
done = sum(trafilatura.extract(page, output_format="json", with_metadata=True) is not None for page in pages)
seconds, worked = time.perf_counter() - start, time.process_time() - worked
print(json.dumps({"articles": len(pages), "extracted": done, "seconds": seconds, "processor_seconds": worked}))
