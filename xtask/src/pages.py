"""Pages a second by Python's trafilatura, on one thread, with the metadata that we read too; reading and unpacking the files counts."""
import gzip, json, pathlib, sys, time
import trafilatura

paths = [path for folder in sys.argv[1:] for path in sorted(pathlib.Path(folder).rglob("*"))]
paths = [path for path in paths if path.name.endswith((".html.gz", ".htm.gz", ".html", ".htm"))]
start, worked = time.perf_counter(), time.process_time()
done = 0
for path in paths:
    page = path.read_bytes()
    page = gzip.decompress(page) if path.suffix == ".gz" else page
    done += trafilatura.extract(page, output_format="json", with_metadata=True) is not None
seconds, worked = time.perf_counter() - start, time.process_time() - worked
print(json.dumps({"articles": len(paths), "extracted": done, "seconds": seconds, "processor_seconds": worked}))
