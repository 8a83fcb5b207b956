"""Inflating a gzip file, as every reader does with `.gz`."""

import gzip

from contest import Race, Side, same_bytes


def contests(session):
  source = session.corpora / "reddit.jsonl.gz"
  yield Race(
    "gzip in", source,
    Side("tamis", [session.bench, "gunzip", source], prints=True, discards=True),
    [Side("gzip -dc", ["gzip", "-dc", source], prints=True, discards=True, wanted=0.95)],
    same=same_bytes, size=inflated(source) if source.is_file() else None)


def inflated(source):
  with gzip.open(source) as content:
    return sum(len(chunk) for chunk in iter(lambda: content.read(1 << 20), b""))
