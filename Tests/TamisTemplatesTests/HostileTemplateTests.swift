import TamisCore
import TamisTemplates
import Testing

/// Templates that were made to hang, to blow the stack, or to fill the memory.
struct HostileTemplateTests {
  /// Renders with small limits, in bounded time; returns the error.
  private func failure(
    _ source: String, _ change: (inout TemplateLimits) -> Void = { _ in }
  ) throws -> TemplateError? {
    let renderer = TemplateRenderer()
    renderer.limits.steps = 3_000_000
    renderer.limits.memoryBytes = 64 << 20
    renderer.limits.outputBytes = 16 << 20
    change(&renderer.limits)
    let start = secondsOfClock()
    defer { #expect(secondsOfClock() - start < 5, "\(source.prefix(60))") }
    do throws(TemplateError) {
      let template = try ChatTemplate(source: Array(source.utf8), name: "hostile")
      try renderer.render(template, TemplateContext(messages: .list([])))
      return nil
    } catch {
      return error
    }
  }

  @Test(
    "what takes too long or too much ends with an error of its kind",
    arguments: [
      "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
      "{% for a in range(99999) %}{% for b in range(99999) %}{{ a }}{% endfor %}{% endfor %}",
      "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
      "{% macro f() %}{{ g() }}{% endmacro %}{% macro g() %}{{ f() }}{% endmacro %}{{ f() }}",
      "{% macro f(n) %}{{ f(n) if n }}{{ f(n + 1) }}{% endmacro %}{{ f(0) }}",
      "{% macro f() %}{% call f() %}{% endcall %}{% endmacro %}{{ f() }}",
      "{% set ns = namespace(s='ab') %}{% for i in range(99) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
      "{% set ns = namespace(s=[1]) %}{% for i in range(99) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
      "{% set ns = namespace(s=[1]) %}{% for i in range(99999) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s }}",
      "{{ 'a' * 999999999 }}",
      "{{ 'a' * 99999999999999999 }}",
      "{{ [1] * 9999999999 }}",
      "{{ 9 ** 99999999 }}",
      "{{ '%999999999d' % 1 }}",
      "{{ 'x'.center(999999999) }}",
      "{{ 'x'.ljust(9223372036854775807) }}",
      "{{ '{:>999999999}'.format(1) }}",
      "{{ 'x' | indent(999999999) }}",
      "{{ [1] | tojson(indent=999999999) }}",
      "{{ [1] | batch(999999999, 0) | list }}",
      "{{ [1] | slice(999999999) | list }}",
      "{{ ('a' * 9999).replace('', 'b' * 9999) }}",
      "{% set x = 'ab' * 999 %}{% for i in range(9999) %}{{ x }}{% endfor %}{% for i in range(9999) %}{{ x }}{% endfor %}",
      "{% for i in range(99999) %}{% set x = 'a' * 100000 %}{% endfor %}",
      "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    ])
  func limits(source: String) throws {
    let error = try #require(try failure(source))
    #expect([.limit, .unsupported, .value, .type].contains(error.kind), "\(error)")
  }

  @Test(
    "deeply nested sources are refused",
    arguments: [
      ("(", "1", ")"), ("[", "1", "]"), ("{1:", "1", "}"), ("-", "1", ""), ("not ", "1", ""),
      ("1 if 1 else ", "1", ""), ("x[", "1", "]"), ("f(", "1", ")"),
    ])
  func nestedExpressions(open: String, core: String, close: String) throws {
    let count = 20_000
    let source =
      "{{ " + String(repeating: open, count: count) + core + String(repeating: close, count: count)
      + " }}"
    #expect(try failure(source) != nil)
  }

  @Test(
    "deeply nested blocks are refused",
    arguments: [
      ("{% if 1 %}", "{% endif %}"), ("{% for x in [1] %}", "{% endfor %}"),
      ("{% macro f() %}", "{% endmacro %}"), ("{% filter upper %}", "{% endfilter %}"),
      ("{% set x %}", "{% endset %}"), ("{% generation %}", "{% endgeneration %}"),
    ])
  func nestedBlocks(open: String, close: String) throws {
    let count = 20_000
    let source = String(repeating: open, count: count) + String(repeating: close, count: count)
    #expect(try failure(source) != nil)
  }

  @Test(
    "long sources that do not nest are read in linear time",
    arguments: [
      ("{{ 1", " + 1", " }}"), ("{{ 1", " ** 1", " }}"), ("{{ 'a'", " ~ 'a'", " }}"),
      ("{{ x", " or x", " }}"),
      ("", "{{ x }}", ""), ("", "{# a #}", ""), ("", "{% if x %}{% endif %}", ""), ("", "{ % ", ""),
      ("", "\n  \t ", ""), ("{{ [", "1,", "] }}"), ("{{ 'a'", "|trim", " }}"),
      ("{% if x %}", "{% elif x %}", "{% endif %}"), ("", "{{ '", ""),
    ])
  func longSources(open: String, middle: String, close: String) throws {
    _ = try failure(open + String(repeating: middle, count: 20_000) + close)
  }

  @Test(
    "searching is linear where everything nearly matches",
    arguments: [
      "{{ n in t }}", "{{ t.find(n) }}", "{{ t.rfind(m) }}", "{{ t.count(n) }}",
      "{{ t.replace(n, 'x') | length }}", "{{ t.split(n) | length }}",
      "{{ t.rsplit(m, 3) | length }}", "{{ t.partition(n) | length }}",
      "{{ t.rpartition(m) | length }}", "{{ t.rsplit('aa', 99999) | length }}",
      "{{ t.strip('ab') | length }}", "{{ t.startswith(n) }}",
    ])
  func searching(expression: String) throws {
    let half = 200_000
    let source =
      "{% set t = 'a' * \(2 * half) %}{% set n = 'a' * \(half) ~ 'b' %}{% set m = 'b' ~ 'a' * \(half) %}"
    #expect(try failure(source + expression) == nil)
  }

  @Test("bytes that are no template are an error or text, never a trap")
  func noise() throws {
    let pieces = [
      "{{", "}}", "{%", "%}", "{#", "#}", "-", "+", "if", "for", " in ", "x", "'", "\"", "\\", "(",
      ")", "[", "]", "{", "}", ":", ",", ".", "|", "~", "*", "**", "1", "0x", "1e", "endif",
      "endfor", "set", "=", "macro f(", "endmacro", "is ", "not ", "else", "\n", " ", "\u{e9}",
      "generation", "endgeneration", "raw", "endraw", "call", "filter", "namespace(", "range(9)",
      "loop", "join", "messages", "9223372036854775808", "'%s'%", "::", "-1", "tojson", "none",
    ]
    let seed = UInt64.random(in: .min ... .max)
    var random = SplitMix(state: seed)
    var renders = 0
    for _ in 0..<4000 {
      var source = random.isOdd() ? "{{ " : "{% "
      for _ in 0..<Int(random.next() % 12) {
        source += pieces[Int(random.next() % UInt64(pieces.count))] + (random.isOdd() ? " " : "")
      }
      source += random.isOdd() ? " }}" : " %}"
      if try failure(source, { $0.steps = 100_000 }) == nil { renders += 1 }
    }
    #expect(renders > 10, "seed \(seed)")
  }

  @Test("bytes that are not UTF-8 come through or are refused")
  func invalidUTF8() throws {
    for bytes: [UInt8] in [[0xFF], [0xC3], [0xF0, 0x9F], [0x80, 0x80], [0xED, 0xA0, 0x80]] {
      for filter in ["upper", "title", "trim", "tojson", "list", "reverse", "length", "e"] {
        let template = try ChatTemplate(source: Array("{{ x | \(filter) }}{{ x[::-1] }}".utf8))
        var context = TemplateContext(messages: .list([]))
        context.set("x", .string([0x61] + bytes))
        _ = try? template.render(context)
      }
      _ = try? ChatTemplate(source: Array("{{ '".utf8) + bytes + Array("' | upper }}".utf8))
        .render(TemplateContext(messages: .list([])))
    }
  }

  @Test("messages that are none are an error, not a trap")
  func strangeMessages() throws {
    let template = try ChatTemplate(
      source: Array("{% for m in messages %}{{ m.role + m.content }}{% endfor %}".utf8))
    for messages in ["null", "3", "\"x\"", "{}", "[1]", "[null]", "[[]]", "[{}]"] {
      let document = try JSONDocument(Array("{\"messages\":\(messages)}".utf8))
      let context = try #require(TemplateContext(record: document.root))
      #expect(throws: TemplateError.self, "\(messages)") { try template.render(context) }
    }
  }

  @Test("ten thousand messages take linear time")
  func manyMessages() throws {
    let one = #"{"role":"user","content":"\u00e9 Hi"}"#
    let text =
      "{\"messages\":[" + Array(repeating: one, count: 10_000).joined(separator: ",") + "]}"
    let document = try JSONDocument(Array(text.utf8))
    let template = try ChatTemplate(
      source: Array(
        """
        {% set ns = namespace(s='') %}{% for m in messages %}{% set ns.s = ns.s + m.content %}\
        {{ messages[loop.index0].content | trim }}{% if loop.last %}{{ ns.s | length }}{% endif %}\
        {% endfor %}
        """.utf8))
    let context = try #require(TemplateContext(record: document.root))
    let start = secondsOfClock()
    let rendered = try template.render(context, tracksSources: true)
    #expect(secondsOfClock() - start < 5)
    #expect(String(decoding: rendered.text, as: UTF8.self).hasSuffix("Hi40000"))
    #expect(rendered.sources.count == 10_000)
  }
}

/// A generator whose seed can be printed (https://prng.di.unimi.it/splitmix64.c).
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }

  mutating func isOdd() -> Bool { next() & 1 == 1 }
}
