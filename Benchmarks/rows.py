"""Compares what two programs wrote. A process of its own, so that its memory is not measured.

    python3 rows.py same OURS PEER          the same records in the same order
    python3 rows.py kept OURS INPUT KEY     each record of OURS is one of INPUT, none of them twice

Exit 1 and one line on standard output at the first difference. The reserved fields `_origin` and
`_split` are left out, and a field that is null or absent counts as empty: polars writes null for
an empty CSV field.
"""

import sys
from itertools import zip_longest
from pathlib import Path

try:
  from orjson import loads
except ImportError:
  from json import loads

RESERVED = {"_origin", "_split"}


def records(path):
  path = Path(path)
  for file in sorted(path.rglob("*.jsonl")) if path.is_dir() else [path]:
    with open(file, "rb", buffering=1 << 20) as lines:
      for line in lines:
        record = loads(line)
        yield {name: value for name, value in record.items()
               if name not in RESERVED and value not in (None, "")}


def same(ours, peer):
  count = 0
  for count, (left, right) in enumerate(zip_longest(records(ours), records(peer)), 1):
    if left == right:
      continue
    if left is None or right is None:
      return f"record {count}: only {'the peer' if left is None else 'Tamis'} has it"
    names = [name for name in {**left, **right} if left.get(name) != right.get(name)]
    return (f"record {count}, field {names[0]}: {str(left.get(names[0]))[:80]!r} against "
            f"{str(right.get(names[0]))[:80]!r}")
  return None if count else "both are empty"


def kept(ours, source, key):
  known = {record[key] for record in records(source)}
  count, seen = 0, set()
  for count, record in enumerate(records(ours), 1):
    identity = record.get(key)
    if identity not in known:
      return f"record {count}: {key} {identity!r} is not in the input"
    if identity in seen:
      return f"record {count}: {key} {identity!r} for the second time"
    seen.add(identity)
  print(f"{count:,} of {len(known):,} records kept")
  return None if count else "no record was kept"


def main():
  verb, *arguments = sys.argv[1:]
  difference = {"same": same, "kept": kept}[verb](*arguments)
  if difference:
    print(difference)
    sys.exit(1)


if __name__ == "__main__":
  main()
