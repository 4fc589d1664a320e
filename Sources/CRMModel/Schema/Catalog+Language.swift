extension LocalizedText {
  /// The same text, shown in a language: ``text`` is what ``resolve(for:)`` gives, key and translations stay.
  ///
  /// - Parameter language: A language tag (BCP 47) in any casing, with `-` or `_`.
  public func localized(for language: String) -> LocalizedText {
    LocalizedText(resolve(for: language), key: key, translations: translations)
  }
}

extension Catalog {
  /// The same schema with every text for people in a language: labels, help, options of picklists, messages of rules.
  ///
  ///     catalog.localized(for: "de").field("industry", of: "account")?.label.text  // "Branche"
  ///
  /// A text that has no translation for the language or a wider one stays as it is. It is for showing; the schema that
  /// changes are planned on is the one that it was made of.
  ///
  /// - Parameter language: A language tag (BCP 47) in any casing, with `-` or `_`.
  /// - Complexity: O(*n*) in the texts of the schema.
  public func localized(for language: String) -> Catalog {
    var result = self
    for entity in entities { result[entity.name] = entity.localized(for: language) }
    return result
  }
}

extension EntitySchema {
  /// The same entity with every text for people in a language (see ``Catalog/localized(for:)``).
  public func localized(for language: String) -> EntitySchema {
    var result = self
    result.label = label.localized(for: language)
    result.pluralLabel = pluralLabel?.localized(for: language)
    result.ownerLabel = ownerLabel?.localized(for: language)
    result.help = help?.localized(for: language)
    for index in result.fields.indices { result.fields[index] = fields[index].localized(for: language) }
    for index in result.rules.indices { result.rules[index].message = rules[index].message.localized(for: language) }
    for index in result.overlaps.indices {
      result.overlaps[index].message = overlaps[index].message.localized(for: language)
    }
    return result
  }
}

extension FieldSchema {
  /// The same field with every text for people in a language (see ``Catalog/localized(for:)``).
  public func localized(for language: String) -> FieldSchema {
    var result = self
    result.label = label.localized(for: language)
    result.help = help?.localized(for: language)
    switch type {
    case .picklist(let options): result.type = .picklist(options.map { $0.localized(for: language) })
    case .picklistSet(let options): result.type = .picklistSet(options.map { $0.localized(for: language) })
    default: break
    }
    return result
  }
}

extension PicklistOption {
  /// The same option with its label in a language (see ``Catalog/localized(for:)``).
  public func localized(for language: String) -> PicklistOption {
    var result = self
    result.label = label.localized(for: language)
    return result
  }
}
