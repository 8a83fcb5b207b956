#!/usr/bin/env python3
"""Makes the benchmark corpora: the same bytes on every machine that has the same source folder.

    python3 Benchmarks/corpora.py [OUTPUT] [--data DIR] [--only NAME,NAME] [--scale 0.1] [--force]

OUTPUT is /tmp/tamis-bench by default. DIR holds `csv/` and `xml/` with real samples; its default is
`$TAMIS_SHARED/data`, then `../shared/data` beside the repository. Without it the rows are
synthesised from the text under `Fixtures/`: good enough to run the contests, not to quote them.
"""

import argparse
import csv
import gzip
import io
import json
import os
import random
import re
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent

# Bytes that a corpus has at scale 1.
SIZES = {
  "reddit.csv": 268_000_000,
  "tennis.csv": 169_000_000,
  "reddit.jsonl": 268_000_000,
  "reddit.jsonl.gz": 100_000_000,  # before compression
  "wiki.xml": 73_000_000,
  "posts.xml": 105_000_000,
}


# --- Sources: a small sample of each kind -------------------------------------------------------


class SharedSource:
  """Real samples, read from the data folder."""

  def __init__(self, data):
    self.data = data

  def table(self, name):
    """The header and the rows that are as long as it."""
    file = {"reddit": "reddit_posts.csv", "tennis": "tennis_matches_ragged.csv"}[name]
    with open(self.data / "csv" / file, newline="", encoding="utf-8") as lines:
      header, *rows = csv.reader(lines)
    return header, [row for row in rows if len(row) == len(header)]

  def wiki(self):
    """What precedes the first page, the pages as one block, and what follows the last."""
    content = (self.data / "xml" / "mediawiki_enwiki.xml").read_bytes()
    start = content.index(b"  <page>")
    end = content.rindex(b"</page>\n") + len(b"</page>\n")
    return content[:start], [page + b"</page>\n" for page in
                             content[start:end].split(b"</page>\n")[:-1]], content[end:]

  def posts(self):
    """The `<row …/>` lines of the samples."""
    content = b"".join((self.data / "xml" / f"stackexchange_posts_{part}.xml").read_bytes()
                       for part in (0, 1))
    return re.findall(rb"<row [^<]*/>", content)


class SyntheticSource:
  """Samples made of the words of the repository's own text."""

  REDDIT = ("created_utc,score,domain,id,title,ups,downs,num_comments,permalink,selftext,"
            "link_flair_text,over_18,thumbnail,subreddit_id,edited,link_flair_css_class,"
            "author_flair_css_class,is_self,name,url,distinguished").split(",")

  def __init__(self):
    texts = sorted((REPOSITORY / "Fixtures").rglob("*.txt")) or [Path(__file__)]
    text = " ".join(path.read_text("utf-8", "ignore") for path in texts[:50])
    self.words = [word for word in text.split() if word.isprintable()]
    self.random = random.Random(1)

  def prose(self, count):
    return " ".join(self.random.choices(self.words, k=count))

  def table(self, name):
    number = self.random.randrange
    if name == "tennis":
      return ([f"column_{index}" for index in range(49)],
              [[str(number(10_000)) for _ in range(49)] for _ in range(5_000)])
    rows = []
    for index in range(5_000):
      row = dict.fromkeys(self.REDDIT, "")
      row.update(created_utc=f"{1_300_000_000 + index}.0", score=str(number(500)), id=f"s{index}",
                 title=self.prose(9), permalink=f"http://example.org/r/{index}/", over_18="False",
                 name=f"t3_s{index}", url=f"http://example.org/{index}.jpg", domain="example.org")
      if index % 5 == 0:
        row["selftext"] = "\r\n\r\n".join(self.prose(number(5, 60)) for _ in range(number(1, 6)))
      rows.append(list(row.values()))
    return self.REDDIT, rows

  def wiki(self):
    page = ("  <page>\n    <title>{}</title>\n    <id>{}</id>\n    <revision>\n      <text "
            "xml:space=\"preserve\">{}</text>\n    </revision>\n  </page>\n")
    pages = [page.format(escape(self.prose(3)), index,
                         escape("\n\n".join(self.prose(80) for _ in range(50)))).encode()
             for index in range(100)]
    return b"<mediawiki>\n", pages, b"</mediawiki>\n"

  def posts(self):
    return [(f'<row Id="{index}" PostTypeId="1" Body="{escape("<p>" + self.prose(200) + "</p>")}" '
             f'Title="{escape(self.prose(9))}" />').encode() for index in range(1_000)]


def escape(text):
  return (text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
          .replace('"', "&quot;"))


# --- Corpora: a sample repeated up to its size --------------------------------------------------


def repeated(items):
  """Each item with the number of the round it is in, without end."""
  turn = 0
  while True:
    for item in items:
      yield turn, item
    turn += 1


def reddit_rows(header, rows):
  """The rows without end; from the second round on the id says the round, so no two are equal."""
  column = header.index("id")
  for turn, row in repeated(rows):
    yield row if turn == 0 else row[:column] + [f"{row[column]}-{turn}"] + row[column + 1:]


def write_csv(out, size, header, rows, terminator):
  line = io.StringIO(newline="")
  writer = csv.writer(line, lineterminator=terminator)
  writer.writerow(header)
  for row in rows:
    if out.tell() >= size:
      return
    writer.writerow(row)
    out.write(line.getvalue().encode())
    line.seek(0)
    line.truncate()


def write_reddit_csv(out, size, source):
  header, rows = source.table("reddit")
  write_csv(out, size, header, reddit_rows(header, rows), "\r\n")


def write_tennis_csv(out, size, source):
  header, rows = source.table("tennis")
  write_csv(out, size, header, (row for _, row in repeated(rows)), "\n")


def write_reddit_jsonl(out, size, source):
  header, rows = source.table("reddit")
  encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
  for row in reddit_rows(header, rows):
    if out.tell() >= size:
      return
    out.write(encode(dict(zip(header, row))).encode() + b"\n")


def write_reddit_gzip(out, size, source):
  # No name and no time in the header: the bytes depend on the content alone.
  with gzip.GzipFile("", "wb", compresslevel=6, fileobj=out, mtime=0) as packed:
    write_reddit_jsonl(packed, size, source)


def write_wiki(out, size, source):
  head, pages, foot = source.wiki()
  out.write(head)
  for _, page in repeated(pages):
    if out.tell() >= size:
      break
    out.write(page)
  out.write(foot)


def write_posts(out, size, source):
  out.write(b'<?xml version="1.0" encoding="utf-8"?>\n<posts>\n')
  identifier = re.compile(rb' Id="\d+"')
  for count, (_, row) in enumerate(repeated(source.posts()), 1):
    if out.tell() >= size:
      break
    out.write(b"  " + identifier.sub(b' Id="%d"' % count, row, count=1) + b"\n")
  out.write(b"</posts>\n")


WRITERS = {
  "reddit.csv": write_reddit_csv,
  "tennis.csv": write_tennis_csv,
  "reddit.jsonl": write_reddit_jsonl,
  "reddit.jsonl.gz": write_reddit_gzip,
  "wiki.xml": write_wiki,
  "posts.xml": write_posts,
}


def default_data():
  shared = os.environ.get("TAMIS_SHARED")
  return (Path(shared) if shared else REPOSITORY.parent / "shared") / "data"


def main():
  parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
  parser.add_argument("output", nargs="?", default="/tmp/tamis-bench", type=Path)
  parser.add_argument("--data", type=Path, help="folder with csv/ and xml/ samples")
  parser.add_argument("--only", default=",".join(WRITERS), help="names, separated by commas")
  parser.add_argument("--scale", type=float, default=1, help="part of the full size")
  parser.add_argument("--force", action="store_true", help="make again what is there")
  options = parser.parse_args()

  names = options.only.split(",")
  if unknown := [name for name in names if name not in WRITERS]:
    parser.error(f"no such corpus: {', '.join(unknown)}; there are {', '.join(WRITERS)}")
  if options.data and not options.data.is_dir():
    parser.error(f"no such folder: {options.data}")

  data = options.data or default_data()
  csv.field_size_limit(1 << 30)
  options.output.mkdir(parents=True, exist_ok=True)
  for name in names:
    path = options.output / name
    if path.exists() and not options.force:
      print(f"{path}: there already", file=sys.stderr)
      continue
    source = SharedSource(data) if data.is_dir() else SyntheticSource()
    unfinished = path.with_name(path.name + ".unfinished")
    with open(unfinished, "wb", buffering=1 << 20) as out:
      WRITERS[name](out, int(SIZES[name] * options.scale), source)
    unfinished.rename(path)
    kind = "" if data.is_dir() else " (synthetic)"
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB{kind}", file=sys.stderr)


if __name__ == "__main__":
  main()
