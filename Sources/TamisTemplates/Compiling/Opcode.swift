import TamisCore

/// What an instruction does. Operands are on a stack; "pushes", "pops" are about it.
enum Opcode: UInt8 {
  // Values. `a` is a constant, `c` a slot, `b` how many functions out the slot's frame is.
  case constant, load, loadOuter, store, storeOuter
  /// Pushes item or attribute `a` (a constant) of the variable in slot `c`.
  case loadItem, loadAttribute
  case pop, duplicate
  /// Slot `c` gets the context's value number `a`.
  case resolve
  /// Slot `c` gets a copy of slot `a` of the frame `b` functions out.
  case alias
  /// Slot `c` has no value.
  case clear

  // Looking into values.
  case item, itemConstant, attribute, slice

  // Operators. `b` is a BinaryOperator or ComparisonOperator.
  case binary, sum, concatenate, compare, not, negative, positive
  /// A comparison in a chain: keeps the right operand below the result.
  case compareChained
  /// Pops a value below the top.
  case dropBelow
  case list, tuple, dictionary

  // Jumps to `a`.
  case jump, jumpIfFalse, jumpIfTrue, jumpIfFalseOrPop, jumpIfTrueOrPop
  /// Pops a value, and jumps when it is equal, or not equal, to constant `c`.
  case jumpIfEqual, jumpIfNotEqual
  /// Jumps when the variable in slot `c` has a value.
  case jumpIfPresent

  // Calls: `c` positional arguments, `a` the list of keywords or -1, `b` `CallFlags`.
  case call
  /// A method of the value below the arguments: `a` is the constant with its name.
  case callMethod
  /// `a` keywords, `b` number of the filter or test, `c` positional arguments.
  case filter, test
  case makeMacro, endFunction
  /// The parameter in slot `c` was not given: it becomes an undefined value.
  case missingParameter
  /// Pushes an undefined value whose message is constant `a`.
  case undefined

  // Output.
  case text, output
  /// Outputs the sum of `a` values.
  case outputSum
  case beginCapture, endCapture, dropCapture
  case beginGeneration, endGeneration

  // Loops: the state is in slot `c`.
  case beginLoop, nextItem
  /// Makes a loop of the value on the stack run over what function `a` is true of.
  case filterItems
  /// Takes a sequence of `a` elements apart, the last on top.
  case unpack
  /// The rest of a loop's filter: pops a truth value.
  case endFilter

  /// Sets attribute `a` of the namespace on top to the value below.
  case setAttribute
  /// Fails with message `a`, a constant.
  case fail
}

/// One step of a template: eight bytes.
struct Instruction {
  var opcode: Opcode
  var b: UInt8 = 0
  var c: UInt16 = 0
  var a: Int32 = 0
}

extension Instruction {
  /// How many values more, or fewer, there are on the stack behind the instruction, where no jump is
  /// taken; `keywords` are the number of keywords of a call.
  func stackEffect(keywords: Int) -> Int {
    let flags = CallFlags(rawValue: b)
    let pushesResult = flags.contains(.output) ? 0 : 1
    switch opcode {
    case .constant, .load, .loadOuter, .loadItem, .loadAttribute, .duplicate, .makeMacro,
      .undefined, .endCapture, .nextItem:
      return 1
    case .store, .storeOuter, .pop, .item, .binary, .compare, .dropBelow, .jumpIfFalse,
      .jumpIfTrue, .jumpIfEqual, .jumpIfNotEqual, .jumpIfFalseOrPop, .jumpIfTrueOrPop, .output,
      .beginLoop, .endFilter:
      return -1
    case .slice: return -3
    case .setAttribute: return -2
    case .sum, .concatenate, .list, .tuple: return 1 - Int(a)
    case .dictionary: return 1 - 2 * Int(a)
    case .outputSum: return -Int(a)
    case .unpack: return Int(a) - 1
    case .filter, .test: return -Int(c) - keywords
    case .callMethod: return pushesResult - Int(c) - 1
    case .call:
      return pushesResult - Int(c) - 1 - keywords - (flags.contains(.list) ? 1 : 0)
        - (flags.contains(.dictionary) ? 1 : 0)
    case .resolve, .alias, .clear, .itemConstant, .attribute, .not, .negative, .positive,
      .compareChained, .jump, .jumpIfPresent, .endFunction, .missingParameter, .text,
      .beginCapture, .dropCapture, .beginGeneration, .endGeneration, .filterItems, .fail:
      return 0
    }
  }
}

/// How a call treats what is on the stack.
struct CallFlags: OptionSet {
  let rawValue: UInt8
  /// The result goes to the output.
  static let output = CallFlags(rawValue: 1)
  /// A list of further positional arguments is behind the positional ones.
  static let list = CallFlags(rawValue: 2)
  /// A dictionary of further keywords is behind the keywords.
  static let dictionary = CallFlags(rawValue: 4)
}

/// A function of a template: the template itself, a macro, a call block, a loop's filter.
struct Function {
  var start: Int
  /// How many instructions there are.
  var length = 0
  /// Most values that it has on the stack at a time.
  var stackDepth = 0
  var slotNames: [Bytes]
  /// Functions that it stands in.
  var depth: Int
  /// The function around; -1 for the template itself.
  var parent: Int
  var name: Bytes
  /// Slots 1 and up are the parameters.
  var parameters: [Bytes]
  /// The slots of special parameters, where they are used.
  var callerSlot: Int?
  var keywordsSlot: Int?
  var listSlot: Int?
  /// True when a function within it may outlive a call of it.
  var isCaptured: Bool
}

/// The numbers of a function, without the names that would have to be retained.
struct FunctionShape {
  var start: Int
  var slotCount: Int
  var stackDepth: Int
  var isCaptured: Bool

  init(_ function: Function) {
    start = function.start
    slotCount = function.slotNames.count
    stackDepth = function.stackDepth
    isCaptured = function.isCaptured
  }
}
