"""CSV -> JSONL on one thread: every column a string, every row kept."""

from contest import Race, Side, python_peer


def contests(session):
  for name in ("reddit", "tennis"):
    source = session.corpora / f"{name}.csv"
    yield Race(
      f"CSV → JSONL, {name}", source,
      Side("tamis", [session.tamis, "ingest", "--as", "csv", source, "-j1", "-o", "{out}"]),
      [python_peer("polars, 1 thread", "polars_csv", source, needs=("polars",), wanted=2,
                   environment={"POLARS_MAX_THREADS": "1"}),
       python_peer("duckdb, 1 thread", "duckdb_csv", source, needs=("duckdb",), wanted=2)],
      memory=100_000_000)
