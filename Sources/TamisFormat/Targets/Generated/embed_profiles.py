#!/usr/bin/env python3
"""Writes EmbeddedProfiles.swift from Targets/Profiles/*.json.

SwiftPM's embedInCode makes an array literal of each file, which costs the compiler a third of a
millisecond for each byte; a string literal costs nothing. Run it after a change of a profile; a test
compares the two.
"""
import pathlib

folder = pathlib.Path(__file__).resolve().parent
lines = [
    "// Made by embed_profiles.py from Targets/Profiles; change the JSON and run it again.",
    "",
    "/// The profiles as they stand in `Targets/Profiles`, by name.",
    "enum EmbeddedProfiles {",
    "  static let all: [(name: String, json: StaticString)] = [",
]
names = sorted(path.stem for path in (folder.parent / "Profiles").glob("*.json"))
for name in names:
    lines.append(f'    ("{name}", {name.replace("-", "_")}),')
lines += ["  ]"]
for name in names:
    text = (folder.parent / "Profiles" / f"{name}.json").read_text()
    assert '"""#' not in text
    lines += ["", f'  private static let {name.replace("-", "_")}: StaticString = #"""']
    lines += ["    " + line if line else "" for line in text.rstrip("\n").split("\n")]
    lines += ['    """#']
lines += ["}"]
(folder / "EmbeddedProfiles.swift").write_text("\n".join(lines) + "\n")
