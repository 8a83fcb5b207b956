import TamisCore
import TamisFormat
import Testing

/// Files with one defect each, against what is documented of the target.
///
/// Behind each name stands what must be found in it: the rules with the worst severity, or nothing.
/// `error` is what OpenAI's documentation, schema or recorded answers refuse, or what is lost on
/// the way; `warning` is taken and probably not meant.
@Suite(.enabled(if: sharedFolder != nil, "needs the shared data: TAMIS_SHARED"))
struct ProbeTests {
  static let expectations = """
    one_example error L001
    nine_examples error L001
    bom error E001
    crlf ok
    lone_cr_seps error E012
    trailing_blank_line error J004
    blank_line_middle error J004
    whitespace_line_middle error J004
    leading_space ok
    json_array error J001
    pretty_json error J001
    trailing_comma error J002
    concat_line_comma error J002
    dup_key_top error J003
    dup_key_message error J003
    nan_literal error J002
    lone_surrogate_escape error E022
    replacement_char warning E021
    mojibake warning E020
    invalid_utf8 error E003
    utf16 error E005
    u2028_raw warning E010
    empty_file error L001
    only_newline error J004 L001
    truncated_last_line error J002
    weight_half error M004
    weight_string error M004
    weight_two error M004
    weight_null error M004
    weight_on_user error M004
    all_weights_zero warning M001
    sample_weight error S002
    empty_assistant error R007
    blank_assistant warning R007
    empty_user warning R007
    null_assistant error R013
    missing_content error S001
    missing_role error S001
    content_number error S003
    last_is_user warning R004
    starts_with_assistant ok
    no_user ok
    only_system error R008
    two_system warning R005
    system_in_middle warning R005
    consecutive_user ok
    consecutive_assistant warning R002
    role_bot error R001
    role_capital error R001
    role_developer ok
    role_model error R001
    sharegpt error S007
    both_messages_and_text error S002
    unknown_top_key error S002
    unknown_message_key warning S002
    name_ok ok
    name_bad ok
    messages_string error S003
    messages_empty error R008
    messages_null error S003
    message_not_object error S003
    line_is_string error J007
    line_is_null error J007
    tool_ok_ends_with_call ok
    tool_content_null ok
    tool_content_empty ok
    tool_args_double_encoded warning R012
    tool_args_schema_violation warning R017
    tool_id_mismatch error R011
    tool_result_missing_id error S001
    tool_no_result warning R010
    tool_result_without_call error R011
    tool_undeclared warning R015
    tool_calls_no_tools warning R015
    tool_calls_empty error S001
    tool_def_no_type error R014
    tool_def_no_description ok
    tool_def_name_bad error R014
    tool_def_name_65 error R014
    tool_def_dup_name error R014
    tools_empty ok
    legacy_function_call ok
    img_ok_all_lists ok
    img_mixed_string_list ok
    img_http_url ok
    img_in_assistant error S011
    img_gif error S013
    img_bad_base64 error S012
    img_mime_lies warning S013
    img_11 error L006
    img_detail_bad error S010
    part_unknown_type error S010
    img_string_url error S010
    dpo_ok error S007
    pc_dups error S007
    pc_missing error S001 S007
    text_ok error S007
    claude_31 error S002
    claude_missing_messages error S001 S002
    nova_7 error L001 S002 S010
    """.split(separator: "\n").map(Expectation.init)

  struct Expectation: CustomTestStringConvertible {
    let name: String
    let verdict: String
    let rules: [String]

    init(_ line: Substring) {
      let words = line.split(separator: " ").map(String.init)
      (name, verdict, rules) = (words[0], words[1], Array(words[2...]))
    }

    var testDescription: String { name }
  }

  static func check(_ name: String) throws -> (verdict: String, rules: [String]) {
    let path = try #require(sharedFolder) + "/data/finetune/probes/\(name).jsonl"
    let bytes = try #require(contents(of: path))
    let findings = Validator(target: try Target.named("openai-chat"))
      .findings(inBytes: bytes, path: "\(name).jsonl").filter { $0.severity > .info }
    guard let worst = findings.map(\.severity).max() else { return ("ok", []) }
    let rules = Set(findings.filter { $0.severity == worst }.map(\.rule.code))
    return (worst.rawValue, rules.sorted())
  }

  @Test("each defect is found, and nothing else", arguments: expectations)
  func verdict(_ expected: Expectation) throws {
    let (verdict, rules) = try Self.check(expected.name)
    #expect(verdict == expected.verdict)
    #expect(rules == expected.rules)
  }

  @Test("no probe crashes the validator, and the table against the peers can be printed")
  func peers() throws {
    let path = try #require(sharedFolder) + "/data/finetune/probe_verdicts.json"
    let probes = try JSONDocument(try #require(contents(of: path))).root
    var table = ""
    var counts = [0, 0, 0]
    for probe in probes.elements {
      let name = try #require(probe["name"]?.string)
      let (verdict, rules) = try Self.check(name)
      let verdicts = probe["verdicts"]
      let cookbook = verdicts?["openai-cookbook"]?["verdict"]?.string ?? "-"
      let together = verdicts?["together-2.14.0"]?["verdict"]?.string ?? "-"
      if verdict == "error" { counts[0] += 1 }
      if cookbook != "ok" { counts[1] += 1 }
      if together != "ok" { counts[2] += 1 }
      table +=
        "\(name): tamis \(verdict) \(rules.joined(separator: " ")), cookbook \(cookbook), "
        + "together \(together)\n"
    }
    print(updatesGoldenFiles ? table : "", terminator: "")
    print("refused: tamis \(counts[0]), openai-cookbook \(counts[1]), together-2.14.0 \(counts[2])")
    #expect(counts[0] > counts[1] && counts[0] > 0)
  }
}
