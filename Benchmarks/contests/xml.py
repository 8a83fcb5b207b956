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
    yield Race(
      f"XML → JSONL, {name}", source,
      Side("tamis", [session.tamis, "ingest", "--as", "xml", "--record", record, *mapping,
                     source, "-j1", "-o", "{out}"]),
      [Side("xmllint --sax --noout", ["xmllint", "--sax", "--noout", source], compared=False,
            wanted=0.7),
       python_peer("lxml → orjson", "lxml_xml", source, record, *fields,
                   needs=("lxml", "orjson"))])
