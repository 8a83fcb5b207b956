"""Writes RuleDocumentation+All.swift and Rules.md from the head comments of rules and fixes.

    python3 Sources/TamisFormat/Rules/Generated/rule_documentation.py

A rule's comment is `CODE name.` and paragraphs that start with one of LABELS. A fix's comment is `CODE, safe: what it does`.
"""

import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
SOURCES = HERE.parents[2]
LABELS = [
    "What it checks", "What it tells", "Why", "Example", "Use instead", "Applies to", "Fix", "Source", "Sources",
]
LABEL = re.compile(r"^(%s):\s*" % "|".join(LABELS))
HEADER = re.compile(r"^([A-Z]\d{3}) ([a-z0-9-]+)\.\s*(.*)$")
FIX = re.compile(r"^([A-Z]\d{3}), (safe|unsafe): (.*)$")
FAMILIES = {
    "C": "Cleaning", "D": "Duplicates and leakage", "E": "Encoding", "J": "JSON and JSON Lines",
    "L": "Limits of files and records", "M": "Masks and labels", "P": "Preferences",
    "R": "Roles and turns", "S": "Schema", "T": "Tokens and lengths", "V": "Target and lifecycle",
    "X": "Special tokens", "Z": "Privacy and secrets",
}


def comments(path):
    """Each doc comment of a file, as its lines."""
    block = []
    for line in path.read_text().splitlines() + [""]:
        stripped = line.strip()
        if stripped.startswith("///"):
            block.append(stripped[3:].strip())
        elif block:
            yield block
            block = []


def sections(lines):
    """The labelled paragraphs of a comment, each as one line."""
    found = []
    for line in lines:
        label = LABEL.match(line)
        if label:
            found.append([label[1], line[label.end():]])
        elif found and line:
            found[-1][1] = (found[-1][1] + " " + line).strip()
    return found


def rules():
    documented = {}
    paths = sorted(SOURCES.glob("TamisFormat/Rules/**/*.swift"))
    for path in paths:
        if path.parent == HERE:
            continue
        for block in comments(path):
            header = HEADER.match(block[0])
            if not header:
                continue
            key, name, lines = header[1], header[2], [header[3]] + block[1:]
            found = sections(lines)
            if not found:
                sys.exit(f"{path}: {key} has no paragraph that starts with {', '.join(LABELS)}")
            if key in documented:
                if documented[key][0] != name:
                    sys.exit(f"{path}: {key} is {name} here and {documented[key][0]} elsewhere")
                documented[key][1].extend(found)
            else:
                documented[key] = (name, found)
    return documented


def fixes():
    found = {}
    for path in sorted(SOURCES.glob("TamisFormat/Fixes/**/*.swift")):
        for block in comments(path):
            header = FIX.match(block[0])
            if not header:
                continue
            text = [header[3]]
            for line in block[1:]:
                if not line:
                    break
                text.append(line)
            if header[1] in found:
                sys.exit(f"{path}: {header[1]} has two fixes")
            found[header[1]] = (header[2], " ".join(text))
    return found


def told(code, found, mended):
    """What is to be told of a rule: what its fix does, the fix says best itself."""
    return [section for section in found if section[0] != "Fix" or code not in mended]


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def wrapped(text, indent, width=100):
    """A Swift string as a sum of literals that fit the width."""
    pieces, piece = [], ""
    for word in re.split(r"(?<= )", text):
        if len(quoted(piece + word)) + indent + 5 > width and piece:
            pieces.append(piece)
            piece = ""
        piece += word
    pieces.append(piece)
    return ("\n" + " " * (indent + 2) + "+ ").join(map(quoted, pieces))


def swift(documented, mended):
    out = [
        "// Generated from the head comments of rules and fixes by rule_documentation.py; do not edit.", "",
        "extension RuleDocumentation {", "  /// What there is to say about each rule, by code.",
        "  public static let all: [RuleDocumentation] = [",
    ]
    for code in sorted(documented):
        name, found = documented[code]
        out.append("    RuleDocumentation(")
        out.append(f'      code: "{code}", name: "{name}",')
        out.append("      sections: [")
        for title, text in told(code, found, mended):
            out.append("        Section(")
            out.append(f'          "{title}",')
            out.append(f"          {wrapped(text, 10)}),")
        out.append("      ],")
        if code in mended:
            safety, text = mended[code]
            out.append("      fix: Fix(")
            out.append(f'        "{safety}",')
            out.append(f"        {wrapped(text, 8)})),")
        else:
            out.append("      fix: nil),")
    return "\n".join(out + ["  ]", "}", ""])


def markdown(documented, mended):
    out = [
        "# Rules", "",
        "What `tamis validate` asks, rule by rule.", "",
        "Which rules a target has, and how bad it is to break them, is the target's business: "
        "`tamis explain R002` says it.", "A code is never used for another rule.", "",
        "<!-- Generated from the head comments of rules and fixes by rule_documentation.py. -->",
    ]
    family = ""
    for code in sorted(documented):
        name, found = documented[code]
        if code[0] != family:
            family = code[0]
            out += ["", f"## {FAMILIES.get(family, family)}"]
        out += ["", f"### {code} {name}", ""]
        for title, text in told(code, found, mended):
            out += [f"**{title}:** {text}", ""]
        if code in mended:
            safety, text = mended[code]
            out += [f"**Fix ({safety}):** {text}", ""]
        out.pop()
    return "\n".join(out + [""])


documented, mended = rules(), fixes()
(HERE / "RuleDocumentation+All.swift").write_text(swift(documented, mended))
(SOURCES / "Tamis/Tamis.docc/Rules.md").write_text(markdown(documented, mended))
print(f"{len(documented)} rules, {len(mended)} fixes")
