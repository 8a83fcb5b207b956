"""Records what Transformers renders of small templates, one for each thing that the language has.

    python3 record_cases.py > cases.jsonl

Needs transformers >= 5 and jinja2 3.1. Each line is {"name", "template", "context", and "text" with
"generation" (spans in characters) or "error"}.
"""

import json
import sys

import transformers.utils.chat_template_utils as templates

HELLO = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Ho"}]
VALUES = {
    "text": "Straße 7",
    "padded": "  a b \n",
    "empty": "",
    "nothing": None,
    "yes": True,
    "number": 3,
    "half": 2.5,
    "large": 1e22,
    "list": ["b", "a", "B", "a"],
    "numbers": [3, 1, 2],
    "map": {"b": 1, "A": 2, "c": None},
    "people": [
        {"name": "Eve", "age": 30, "tags": ["x"]},
        {"name": "adam", "age": 7, "tags": []},
        {"name": "Bo", "age": 30, "tags": ["x", "y"]},
    ],
    "deep": {"a": {"b": ["c", {"d": "é😀\u2028\"\\\u0001"}]}},
}

# Expressions that are printed between brackets.
EXPRESSIONS = """
text ~ number ~ half ~ large ~ nothing ~ yes ~ list ~ map
text[0] ~ text[-1] ~ text[2:5] ~ text[::-1] ~ text[10:]
list[1:] + list[:-3]
'x' + nothing
'x' * 3 ~ 2 * 'ab'
number + half * 2 - 1 // 2 % 7 ** 2
7 // -2 ~ ' ' ~ 7 % -2 ~ ' ' ~ -7 // 2 ~ ' ' ~ 7 / 2 ~ ' ' ~ 2 ** -1 ~ ' ' ~ 2 ** 70
1 / 0
number == 3.0 and not empty or nothing
1 < number <= 3 != 4
'a' in text ~ ('a' in list) ~ ('b' in map) ~ (1 not in numbers)
1 in number
'yes' if yes
'yes' if nothing
'yes' if nothing else 'no'
missing
missing.attribute
missing ~ 'x'
map.missing
map.missing.further
map.missing is defined
map['b'] ~ map.b ~ map.get('z', 'zz') ~ map.get('z')
map.items() | list
map.keys() | list ~ map.values() | list
map | items | list
map | dictsort
map | dictsort(true)
map | dictsort(false, 'value')
text | upper ~ text | lower ~ text | title ~ text | capitalize
text | length ~ list | length ~ map | length
number | length
padded | trim ~ '|' ~ padded.strip() ~ '|' ~ padded.rstrip('\\n') ~ '|' ~ padded.lstrip(' a')
text | replace('S', 's') ~ text.replace('t', 'tt', 1)
text.split(' ') ~ padded.split() ~ 'a,b,,c'.split(',', 1) ~ 'a,b,,c'.rsplit(',', 1)
text.startswith('Str') ~ text.endswith(('x', '7'))
text.find('a') ~ text.find('zz') ~ text.count('t') ~ text.index('ß')
text.partition(' ')
'a-b' | replace('-', '+') | upper
list | join(', ') ~ numbers | join ~ people | join(', ', attribute='name')
list | first ~ list | last ~ [] | first
list | unique | list ~ list | sort ~ numbers | sort(reverse=true)
people | sort(attribute='age,name') | map(attribute='name') | list
people | map(attribute='tags.0', default='none') | list
people | selectattr('age', 'gt', 10) | map(attribute='name') | join('/')
people | rejectattr('tags') | map(attribute='name') | list
numbers | select('odd') | list ~ numbers | reject('greaterthan', 1) | list
nothing | map('upper') | list ~ nothing | selectattr('a') | list
number | map('upper') | list
numbers | map('string') | map('upper') | list
numbers | sum ~ people | sum('age') ~ numbers | min ~ numbers | max
numbers | batch(2, 'x') | list ~ numbers | slice(2) | list
numbers | reverse | list ~ 'abc' | reverse
half | int ~ '12' | int ~ 'x' | int(5) ~ '1.5' | float ~ 2.567 | round(1) ~ -3 | abs
text | default('d') ~ missing | default('d') ~ empty | default('d', true)
deep | tojson
deep | tojson(indent=2)
deep | tojson(ensure_ascii=true)
deep | tojson(separators=(',', ':'), sort_keys=true)
missing | tojson
[1, 2.0, 1e16, true, none, 'a\\'b', "q"] ~ ('t',) ~ {}
'%s has %d and %.2f' % (text, number, half)
'%s has %d' | format(text, number)
'{} {0}'.format(1)
"{} {b}".format(1, b=2)
'a\\nb' | indent(2) ~ 'a\\n\\nb' | indent(2, true, true)
'<a&b>' | e ~ ('<' | escape) + '<'
'<' | safe ~ '>'
text is string ~ number is number ~ map is mapping ~ list is iterable ~ text is sequence ~ nothing is none
number is odd ~ number is divisibleby 3 ~ yes is true ~ yes is boolean ~ half is float ~ number is integer
number is eq 3 ~ number is in numbers ~ text is lower ~ missing is undefined
range(3) | list ~ range(1, 10, 4) | list ~ range(3)
range(1000000)
[x for x in list]
list.append('c')
text.__class__
text.encode('utf8')
messages[0].content ~ messages[5]
messages[5].content
namespace(a=1).a
dict(a=1, b=2)
raise_exception('no ' ~ text)
number is unknown_test
number | unknown_filter
(1, 2) + (3,)
[1] + 2
-text
not missing
text.isdigit() ~ '12'.isdigit() ~ 'a b'.isalpha() ~ ' '.isspace()
'x'.center(6, '*') ~ 'x' | center(5) ~ '7'.zfill(3) ~ 'x'.ljust(3) ~ '|'
'a\\tb'.expandtabs(4) ~ 'a\\r\\nb\\x0bc'.splitlines()
'ǆ ŉ İ ΑΣ' | title ~ 'ǆ ŉ İ ΑΣ'.lower() ~ 'ﬁ ß'.upper() ~ 'ǅa'.swapcase()
"adjacent" ' literals'
1_000 ~ 0x1f ~ 1.5e3
true ~ True ~ none ~ None
number[1:]
nothing[:1]
map[1:]
nothing | items is defined ~ number | map('upper') is iterable ~ number | unique is defined
number | unique | list
'x' % [] ~ 'x' % map
('%s' | safe) % '<' ~ ('-' | safe).join(['<', '>']) ~ ('a' | safe).replace('a', '<')
'{}' | safe ~ ('{}' | safe).format('<')
1234 | round(-2) ~ ' ' ~ 1250 | round(-2) ~ ' ' ~ 1350 | round(-2) ~ ' ' ~ -1250 | round(-2)
10 ** 25 / 3 ~ ' ' ~ 10 ** 25 / -7 ~ ' ' ~ 3 / 10 ** 25 ~ ' ' ~ (2 ** 53 + 1) / 2
10 ** 400 / 3
'a b-c_d é 1.5' | wordcount
text + 'a' + 'b' ~ 'a' + 'b' + text + 'c' + 'd'
number + 'a' + 'b'
""".strip().split("\n")

STATEMENTS = {
    "loop variables": "{% for m in people %}{{ loop.index }}/{{ loop.length }}{{ loop.first }}{{ loop.last }}{{ loop.revindex0 }}{{ loop.previtem.name }}{{ loop.nextitem.name }}{{ loop.cycle('a','b') }};{% endfor %}",
    "loop over nothing": "{% for x in [] %}x{% else %}none{% endfor %}{% for x in missing %}x{% endfor %}",
    "loop over none": "{% for x in nothing %}x{% endfor %}",
    "loop filter": "{% for x in numbers if x > 1 %}{{ loop.index }}{{ x }}{{ loop.last }}{% endfor %}",
    "loop unpacks": "{% for k, v in map.items() %}{{ k }}={{ v }};{% endfor %}",
    "unpack too few": "{% for a, b in [[1]] %}{% endfor %}",
    "break and continue": "{% for x in range(9) %}{% if x == 2 %}{% continue %}{% endif %}{% if x == 5 %}{% break %}{% endif %}{{ x }}{% endfor %}",
    "recursive loop": "{% for x in [[1, [2]], [3]] recursive %}[{% if x is iterable %}{{ loop(x) }}{% else %}{{ x }}{% endif %}]{% endfor %}",
    "loop changed": "{% for x in [1, 1, 2] %}{{ loop.changed(x) }}{% endfor %}",
    "scope of set": "{% set x = 1 %}{% for i in [1] %}{% set x = 2 %}{{ x }}{% endfor %}{{ x }}{% if yes %}{% set x = 3 %}{% endif %}{{ x }}",
    "namespace": "{% set ns = namespace(n=0) %}{% for i in numbers %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}",
    "namespace underscore": "{% set ns = namespace() %}{% set ns._x = 1 %}",
    "set block": "{% set x %}a{{ number }}{% endset %}{{ x | length }}{{ x }}{% set y | upper %}up{% endset %}{{ y }}",
    "set unpacks": "{% set a, b = 1, 2 %}{{ b }}{{ a }}",
    "set attribute of a map": "{% set map.x = 1 %}",
    "macro": "{% macro f(a, b='d', c=a) %}({{ a }}{{ b }}{{ c }}{{ varargs }}{{ kwargs }}){% endmacro %}{{ f(1) }}{{ f(1, 2, 3, 4, z=5) }}{{ f() }}",
    "macro without varargs": "{% macro f(a) %}{% endmacro %}{{ f(1, 2) }}",
    "macro scope": "{% set x = 'outer' %}{% macro f() %}{{ x }}{% set x = 'inner' %}{% endmacro %}{{ f() }}{{ x }}",
    "macro recursion": "{% macro f(n) %}{{ n }}{% if n > 0 %}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(5) }}",
    "macro as a value": "{% macro f(a) %}<{{ a }}>{% endmacro %}{% set x = f('y') %}{{ x ~ x | length }}{{ f.name }}",
    "call block": "{% macro f(a) %}{{ caller(a) }}{{ caller(2) }}{% endmacro %}{% call(x) f(1) %}[{{ x }}]{% endcall %}",
    "filter block": "{% filter upper | trim %} a{{ text }} {% endfilter %}",
    "with": "{% with a = 1, b = 2 %}{{ a }}{{ b }}{% endwith %}{{ a }}",
    "raw": "{% raw %}{{ x }}{% endraw %}",
    "comment": "a{# {{ x }} #}b\n  {# c #}\nd{#- e -#}  f",
    "trim and lstrip": "  {% if yes %}\n    a\n  {% endif %}\n  b {% if yes %} c{% endif %}\n\n",
    "minus": "a  {%- if yes -%}  b  {%- endif -%}  c {{- ' d ' -}} e",
    "plus": "  {%+ if yes %}\n a{% endif +%}\nb",
    "last newline": "a\n\n",
    "line ends": "a\r\nb{{ '\\r\\n' }}\rc",
    "generation": "{% for m in messages %}{{ m.role }}:{% if m.role == 'assistant' %}{% generation %}{{ m.content }}é!{% endgeneration %}{% endif %}{% endfor %}",
    "generation in a macro": "é{% macro f(m) %}{% generation %}{{ m.content }}{% endgeneration %}{% endmacro %}{% for m in messages %}{{ f(m) }}{% endfor %}",
    "elif": "{% if nothing %}a{% elif number == 3 %}b{% else %}c{% endif %}",
    "conditions": "{% for a in [0, 1] %}{% for b in ['', 'x', 2] %}{% for c in [none, 1] %}{{ '' if not (a or b) and (c or not a) else 'n' }}{% if not (a == 1 and b != 'x') or c == 1 and not (b or a) %}A{% elif a != 0 or b == 2 %}B{% else %}C{% endif %}{% endfor %}{% endfor %}{% endfor %}",
    "equal to constants": "{% for x in [1, 1.0, true, '1', none, 'a'] %}{% if x == 1 %}1{% endif %}{% if x != 'a' %}a{% endif %}{% if x == none %}n{% endif %}{% if not x == true %}t{% endif %}{% endfor %}",
    "lists that grow": "{% set ns = namespace(a=[0], b=none) %}{% for i in range(5) %}{% set ns.b = ns.a %}{% set ns.a = ns.a + [i] %}{% set ns.c = ns.b + ['x'] %}{% endfor %}{{ ns.a }}{{ ns.b }}{{ ns.c }}{{ ns.b + [1] + [2] }}{{ ns.a }}",
    "nested functions see the loop": "{% for i in numbers %}{% macro f() %}{{ i }}{% endmacro %}{{ f() }}{% endfor %}",
    "unclosed": "{% if yes %}",
    "unknown tag": "{% frobnicate %}",
    "include": "{% include 'x' %}",
    "stray end": "{% endfor %}",
    "bad expression": "{{ a + }}",
    "unclosed print": "{{ a",
    "unclosed comment": "a{# b",
    "unclosed string": "{{ 'a }}",
    "cycler and joiner": "{% set c = cycler('a', 'b') %}{% set j = joiner('|') %}{% for i in range(3) %}{{ j() }}{{ c.next() }}{{ c.current }}{% endfor %}",
    "strings with escapes": "{{ 'a\\tb\\x41\\u00e9\\'' }}",
    "break outside": "{% break %}",
    "reasoning": "{{ messages[0].reasoning_content }}{{ messages[0].thinking }}",
}


def record(name, template, context):
    case = {"name": name, "template": template, "context": context}
    others = {key: value for key, value in context.items() if key != "messages"}
    try:
        texts, spans = templates.render_jinja_template(
            [context["messages"]], chat_template=template, return_assistant_tokens_mask=True, **others
        )
        case["text"] = texts[0]
        if spans[0]:
            case["generation"] = spans[0]
    except Exception as error:
        case["error"] = f"{type(error).__name__}: {error}"
    return case


def main():
    values = {"messages": HELLO, **VALUES}
    cases = [("expression " + text, "[{{ " + text + " }}]", values) for text in EXPRESSIONS]
    cases += [(name, template, values) for name, template in STATEMENTS.items()]
    thinking = {"messages": [{"role": "assistant", "content": "x", "reasoning": "r"}]}
    cases.append(("reasoning under other names", "{{ messages[0] }}", thinking))
    for case in cases:
        case = record(*case)
        used = {key: value for key, value in case["context"].items() if key in case["template"]}
        case["context"] = {"messages": HELLO, **used}
        sys.stdout.write(json.dumps(case, ensure_ascii=False) + "\n")


main()
