/// How findings are written.
public enum FindingFormat: String, CaseIterable, Sendable {
  /// For people: where, what it looks like, and what to do. The verdict stands last.
  case text
  /// One line each, `file:line:column: severity rule message [pointer]`, for `grep` and editors.
  case concise
  /// One JSON object with all findings and the summary.
  case json
  /// One JSON object in each line, the summary last.
  case jsonl
  /// SARIF 2.1.0, for GitHub code scanning and editors.
  case sarif
  /// Workflow commands that GitHub Actions turns into annotations.
  case github
  /// JUnit's XML, which GitLab, Jenkins and others show as test results.
  case junit
  /// A table with a head, RFC 4180.
  case csv

  /// What the formats leave to choose.
  public struct Options: Sendable {
    /// Whether `text` may use ANSI colours. Without them no escape sequence is ever written.
    public var color: Bool
    /// How many findings of a rule `text` shows before it only counts them; `nil` is all.
    public var maxPerRule: Int?
    /// The version of Tamis that `sarif` names.
    public var toolVersion: String

    public init(color: Bool = false, maxPerRule: Int? = 5, toolVersion: String) {
      self.color = color
      self.maxPerRule = maxPerRule
      self.toolVersion = toolVersion
    }
  }

  /// A renderer for one run.
  public func makeRenderer(options: Options) -> any FindingRenderer {
    switch self {
    case .text: TextFindingRenderer(color: options.color, maxPerRule: options.maxPerRule)
    case .concise: ConciseFindingRenderer()
    case .json: JSONFindingRenderer()
    case .jsonl: JSONLFindingRenderer()
    case .sarif: SARIFFindingRenderer(toolVersion: options.toolVersion)
    case .github: GitHubFindingRenderer()
    case .junit: JUnitFindingRenderer()
    case .csv: CSVFindingRenderer()
    }
  }
}

/// Writes findings as bytes, as they come: `begin`, then `render` for each, then `end`.
///
/// The bytes are the same for the same findings. Memory does not grow with their number: only SARIF
/// and JUnit keep any, at most 5,000.
public protocol FindingRenderer: Sendable {
  /// Appends what stands before the first finding.
  mutating func begin(into output: inout ByteBuffer)
  /// Appends `finding`, or notes it for the end.
  mutating func render(_ finding: Finding, into output: inout ByteBuffer)
  /// Appends what stands behind the last finding. `summaries`, one for each target that was checked,
  /// have counted all that were rendered.
  mutating func end(_ summaries: [FindingSummary], into output: inout ByteBuffer)
}

extension FindingRenderer {
  /// Appends what stands behind the last finding of one target.
  public mutating func end(_ summary: FindingSummary, into output: inout ByteBuffer) {
    end([summary], into: &output)
  }
}
