/// A solution in steps, each of which is right or wrong. Prompt and steps are strings.
public struct Stepwise {
  public var prompt: JSONFragment
  public var completions: [JSONFragment]
  /// As many as there are completions.
  public var labels: [Bool]

  public init(prompt: JSONFragment, completions: [JSONFragment], labels: [Bool]) {
    self.prompt = prompt
    self.completions = completions
    self.labels = labels
  }
}
