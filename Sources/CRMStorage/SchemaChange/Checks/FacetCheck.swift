import CRMModel

/// Everything that is wrong with the facets of one entity: names, parts, and what plays them.
struct FacetCheck {
  private let schema: EntitySchema
  private let catalog: Catalog

  init(_ schema: EntitySchema, in catalog: Catalog) {
    self.schema = schema
    self.catalog = catalog
  }

  /// All that is wrong.
  var violations: [Violation] {
    schema.facets.enumerated().flatMap { index, facet in
      if schema.facets[..<index].contains(where: { $0.name == facet.name }) {
        return [violation(facet, "is declared twice")]
      }
      if let definition = FacetDefinition.all.first(where: { $0.name == facet.name }) {
        return violations(of: facet, by: definition)
      }
      guard facet.name.isValid, let qualifier = facet.name.qualifier, qualifier == schema.author.qualifier else {
        let own = "`\(schema.author.qualifier).…`"
        return [violation(facet, "is none of this library's; a facet of one's own is called \(own)")]
      }
      return facet.parts.sorted { $0.key < $1.key }.flatMap { name, part in
        part.paths.compactMap { type(of: $0, facet, name).violation }
      }
    }
  }

  private func violation(_ facet: FacetSchema, _ message: String, _ field: FieldName? = nil) -> Violation {
    Violation(.badFacet, "facet \(facet.name): \(message)", entity: schema.name, field: field)
  }

  private func violations(of facet: FacetSchema, by definition: FacetDefinition) -> [Violation] {
    let known = Set(definition.parts.map(\.name))
    var found = facet.parts.keys.filter { !known.contains($0) }.sorted().map {
      violation(facet, "it has no part \($0)")
    }
    for part in definition.parts {
      let given = facet.parts[part.name] ?? FacetPart([])
      if given.paths.isEmpty, part.isRequired { found.append(violation(facet, "nothing plays \(part.name)")) }
      if given.paths.count > 1, !part.takesSeveral { found.append(violation(facet, "one field plays \(part.name)")) }
      for path in given.paths { found += violations(of: path, facet, part, given.codes) }
    }
    return found
  }

  private func violations(
    of path: FieldPath, _ facet: FacetSchema, _ part: FacetDefinition.Part, _ codes: [String: String]
  ) -> [Violation] {
    let (found, problem) = type(of: path, facet, part.name)
    guard let found else { return problem.map { [$0] } ?? [] }
    func wrong(_ expected: String) -> [Violation] {
      [violation(facet, "\(part.name) is \(expected), \(path) is a \(found.name)", FieldName(path.words.first ?? ""))]
    }
    switch (part.values, found) {
    case (.money, .money(.fixed)), (.money, .money(.any)), (.moment, .date), (.moment, .instant),
      (.user, .reference(.one("user"))), (.percent, .percent), (.truth, .boolean):
      return []
    case (.money, _): return wrong("money")
    case (.moment, _): return wrong("a date or moment")
    case (.user, _): return wrong("a reference to a user")
    case (.percent, _): return wrong("a number of per cent points")
    case (.truth, _): return wrong("true or false")
    case (.codes(let known), .picklist(let options)):
      let strange = options.map(\.code).filter { !known.contains(codes[$0] ?? $0) }
      if strange.isEmpty { return [] }
      let told = strange.joined(separator: ", ")
      return [
        violation(
          facet, "\(path) has codes that \(part.name) does not know, say what they mean: \(told)",
          FieldName(path.words.first ?? ""))
      ]
    case (.codes, _): return wrong("a picklist")
    }
  }

  // MARK: Paths

  private func type(
    of path: FieldPath, _ facet: FacetSchema, _ part: String
  ) -> (type: FieldType?, violation: Violation?) {
    if let type = catalog.type(of: path, from: schema.name) { return (type, nil) }
    let message = "\(part) is played by \(path), which is no field that leads anywhere"
    return (nil, violation(facet, message, path.words.first.map { FieldName($0) }))
  }
}

extension SchemaAuthor {
  /// What the names that the author gives begin with.
  fileprivate var qualifier: String { module?.rawValue ?? NameGrammar.customPrefix }
}
