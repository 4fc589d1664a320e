package import CRMModel

/// Who may give which names; see ``NameGrammar`` for what a name is.
///
/// - Names made at run time are `custom.word`, in standard and custom entities alike.
/// - Entities of a module are `module.word`, their fields one word or `module.word`; fields it adds to entities of
///   others are `module.word`.
/// - Only the modules of this library name their entities with one word.
/// - Commands of a module are `module.word`; only the modules of this library name theirs with one word.
/// - The last word may not be one that every record or path has: a system field's name, `self`, `custom`.
/// - A field of one word may not be called like an installed module, because `school.licence` must mean one thing only.
package enum NamePolicy {
  /// The modules whose entities are named with one word.
  package static let libraryModules: Set<ModuleName> = ["base", "sales", "service", "analytics"]

  /// Words that end no name.
  package static let reservedWords: Set<String> = Set(SystemField.allCases.map(\.rawValue)).union([
    "self", NameGrammar.customPrefix,
  ])

  /// The name as it is made at run time: `plate` becomes `custom.plate`; a name with a dot stays as it is.
  package static func custom<N: SchemaName>(_ name: N) -> N {
    name.qualifier == nil ? N("\(NameGrammar.customPrefix).\(name.rawValue)") : name
  }

  /// The code of a rule as it is made at run time: `too_long` becomes `custom.too_long`.
  package static func custom(_ code: ErrorCode) -> ErrorCode {
    code.rawValue.contains(".") ? code : ErrorCode("\(NameGrammar.customPrefix).\(code.rawValue)")
  }

  /// Why an author may not give an entity this name; nil if he may.
  package static func problem(entity name: EntityName, by author: SchemaAuthor) -> Problem? {
    if let problem = grammarProblem(name) { return problem }
    switch (author, name.qualifier) {
    case (.customer, let qualifier): return customProblem(qualifier)
    case (.module(let module), nil) where libraryModules.contains(module): return nil
    case (.module(let module), let qualifier): return moduleProblem(module, qualifier, last: lastWord(name))
    }
  }

  /// Why an author may not give this name to a field, an index or an inverse in an entity of `owner`; nil if he may.
  package static func problem(field name: FieldName, in owner: SchemaAuthor, by author: SchemaAuthor) -> Problem? {
    if let problem = grammarProblem(name) { return problem }
    switch (author, name.qualifier) {
    case (.customer, let qualifier): return customProblem(qualifier)
    case (.module, nil) where owner == author: return nil
    case (.module(let module), let qualifier): return moduleProblem(module, qualifier, last: lastWord(name))
    }
  }

  /// Why a module may not give a command this name; nil if it may.
  package static func problem(command name: CommandName, by module: ModuleName) -> Problem? {
    if let problem = wordProblem(name) { return problem }
    if name.qualifier == nil, libraryModules.contains(module) { return nil }
    return moduleProblem(module, name.qualifier, last: lastWord(name))
  }

  /// Why a code cannot name a rule; nil if it can.
  package static func problem(code: ErrorCode, by author: SchemaAuthor) -> Problem? {
    let name = FieldName(code.rawValue)
    if let problem = wordProblem(name) { return problem }
    switch author {
    case .customer: return customProblem(name.qualifier)
    case .module(let module):
      return name.qualifier == nil ? nil : moduleProblem(module, name.qualifier, last: lastWord(name))
    }
  }

  /// Why a text cannot be a name at all; nil if it can.
  package static func grammarProblem(_ name: some SchemaName) -> Problem? {
    if let problem = wordProblem(name) { return problem }
    let last = lastWord(name)
    if reservedWords.contains(last) {
      return Problem(.reservedName, "`\(last)` is a word that every record or path has already")
    }
    return nil
  }

  /// Why a name is refused.
  package struct Problem: Hashable, Sendable {
    let code: ErrorCode
    let message: String

    init(_ code: ErrorCode, _ message: String) {
      self.code = code
      self.message = message
    }
  }

  private static func lastWord(_ name: some SchemaName) -> String {
    name.rawValue.utf8.split(separator: UInt8(ascii: ".")).last.map { String(Substring($0)) } ?? ""
  }

  private static func customProblem(_ qualifier: String?) -> Problem? {
    qualifier == NameGrammar.customPrefix ? nil : Problem(.badName, "names made at run time begin with `custom.`")
  }

  private static func moduleProblem(_ module: ModuleName, _ qualifier: String?, last: String) -> Problem? {
    if qualifier == module.rawValue { return nil }
    return Problem(.badName, "module \(module) may only give names of its own: `\(module).\(last)`")
  }

  private static func wordProblem(_ name: some SchemaName) -> Problem? {
    if name.isValid { return nil }
    let words = name.rawValue.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    if words.count > 2 { return Problem(.badName, "a name has at most one dot") }
    for word in words {
      if let reason = reason(against: Substring(word)) { return Problem(.badName, reason) }
    }
    return nil
  }

  private static func reason(against word: Substring) -> String? {
    if NameGrammar.isWord(word) { return nil }
    let bytes = Array(word.utf8)
    guard let first = bytes.first else { return "a name is empty" }
    if bytes.count > NameGrammar.longestWord {
      return "a word of a name has at most \(NameGrammar.longestWord) characters"
    }
    let isAllowed: (UInt8) -> Bool = { byte in
      (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_")
    }
    if bytes.allSatisfy({ isAllowed($0) || (0x41...0x5A).contains($0) }), !bytes.allSatisfy(isAllowed) {
      return "names are written in lower case, so that no two differ by case only"
    }
    if !bytes.allSatisfy(isAllowed) {
      return "a name has only the letters a to z, digits and underscores: no blanks, quotes, accents or signs"
    }
    if !(0x61...0x7A).contains(first) { return "a name begins with a letter" }
    return "underscores stand singly between letters and digits"
  }
}
