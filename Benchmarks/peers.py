"""The peers' side of the contests, each as its own documentation would have it done.

    python3 peers.py VERB INPUT OUTPUT [argument …]

The last line on standard error is `work <seconds>`: the time without interpreter start and imports.
"""

import sys
import time


def polars_csv(source, target):
  """CSV -> JSONL, streaming, all columns as strings. Threads: POLARS_MAX_THREADS."""
  import polars

  yield
  polars.scan_csv(source, infer_schema=False).sink_ndjson(target)


def duckdb_csv(source, target):
  """CSV -> JSONL, all columns as strings, one thread, in input order."""
  import duckdb

  yield
  connection = duckdb.connect(config={"threads": 1})
  connection.execute(
    f"COPY (FROM read_csv('{source}', all_varchar=true, header=true, delim=',', quote='\"', "
    f"escape='\"')) TO '{target}' (FORMAT json)")


def lxml_xml(source, target, record, *fields):
  """XML -> JSONL of `record` elements; a field is `name=@Attribute` or `name=path/to/element`."""
  import orjson
  from lxml import etree

  yield
  paths = []
  for field in fields:
    name, path = field.split("=", 1)
    attribute = path[1:] if path.startswith("@") else None
    paths.append((name, attribute, "/".join("{*}" + step for step in path.split("/"))))
  with open(target, "wb", buffering=1 << 20) as out:
    for _, element in etree.iterparse(source, tag="{*}" + record, huge_tree=True):
      values = {name: element.get(attribute) if attribute else element.findtext(path)
                for name, attribute, path in paths}
      out.write(orjson.dumps(values, option=orjson.OPT_APPEND_NEWLINE))
      element.clear()
      while element.getprevious() is not None:
        del element.getparent()[0]


def orjson_rewrite(source, target, field):
  """JSONL -> JSONL with "> " put before one field."""
  import orjson

  yield
  loads, dumps, newline = orjson.loads, orjson.dumps, orjson.OPT_APPEND_NEWLINE
  with open(source, "rb", buffering=1 << 20) as lines, open(target, "wb", buffering=1 << 20) as out:
    for line in lines:
      record = loads(line)
      record[field] = "> " + record[field]
      out.write(dumps(record, option=newline))


def orjson_count(source, target):
  """Writes how many records there are and how many top-level fields they have together."""
  import orjson

  yield
  records = fields = 0
  with open(source, "rb", buffering=1 << 20) as lines, open(target, "w") as out:
    for line in lines:
      records += 1
      fields += len(orjson.loads(line))
    out.write(f"{records} {fields}\n")


VERBS = {verb.__name__: verb for verb in
         (polars_csv, duckdb_csv, lxml_xml, orjson_rewrite, orjson_count)}


def main():
  verb, *arguments = sys.argv[1:]
  steps = VERBS[verb](*arguments)
  next(steps)  # imports
  start = time.perf_counter()
  for _ in steps:
    pass
  print(f"work {time.perf_counter() - start:.6f}", file=sys.stderr)


if __name__ == "__main__":
  main()
