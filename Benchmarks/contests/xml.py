"""XML -> JSONL on one thread, against a parser that writes nothing and one that writes the same."""

from contest import Race, Side, python_peer

CORPORA = {
  "wiki": ("page", "title=title", "text=revision/text"),
  "posts": ("row", "Id=@Id", "Body=@Body", "Title=@Title"),
}


def contests(session):
  for name, (record, *fields) in CORPORA.items():
    source = session.corpora / f"{name}.xml"
    mapping = [part for field in fields for part in ("--field", field)]
    command = [session.tamis, "ingest", "--as", "xml", "--record", record, *mapping, source, "-j1"]
    xmllint = ["xmllint", "--sax", "--noout", source]
    yield Race(
      f"XML → JSONL, {name}", source, Side("tamis", [*command, "-o", "{out}"]),
      [Side("xmllint --sax --noout", xmllint, compared=False),
       python_peer("lxml → orjson", "lxml_xml", source, record, *fields,
                   needs=("lxml", "orjson"))])
    # The records were compared above. xmllint throws its events away: so is our output, or most of
    # the difference would be what it costs to keep a file.
    yield Race(
      f"XML → JSONL, {name}, output discarded", source,
      Side("tamis", command, prints=True, discards=True),
      [Side("xmllint --sax --noout", xmllint, compared=False, wanted=0.7)],
      accept=lambda out: (None, None))
