/// What there is to say about a rule, for people: the comment at the head of its file.
///
/// `all` is generated, so that the rule, `tamis explain` and the documentation cannot tell different
/// things.
public struct RuleDocumentation: Sendable {
  public let code: String
  public let name: String
  /// In the order of the file: "What it checks", "Why", "Example", "Use instead", "Source".
  public let sections: [Section]
  /// What `tamis validate --fix` does about it; `nil` where it is for people to mend.
  public let fix: Fix?

  /// A paragraph with its title.
  public struct Section: Sendable {
    public let title: String
    public let text: String

    init(_ title: String, _ text: String) {
      self.title = title
      self.text = text
    }
  }

  /// What is done, and whether it keeps the meaning.
  public struct Fix: Sendable {
    /// "safe" or "unsafe"; where it depends on the record, the text says so.
    public let applicability: String
    public let text: String

    init(_ applicability: String, _ text: String) {
      self.applicability = applicability
      self.text = text
    }
  }

  /// The documentation of the rule with that code or name; `nil` where there is none.
  public static func named(_ word: String) -> RuleDocumentation? {
    all.first { $0.code == word || $0.name == word }
  }
}
