public import CRMModel

/// Who changes a schema. It decides which names may be given and what may be touched.
public enum SchemaAuthor: Hashable, Sendable {
  /// Whoever changes the schema at run time; everything of theirs lives under `custom.`.
  case customer
  /// The code of a module.
  case module(ModuleName)

  /// The module; nil for a customer.
  public var module: ModuleName? { if case .module(let name) = self { name } else { nil } }
}

extension EntitySchema {
  /// Who declared the entity.
  package var author: SchemaAuthor { module.map(SchemaAuthor.module) ?? .customer }

  /// Who declared something named `qualifier.name` in this entity; names of one word are the entity's own author's.
  package func author(qualifier: String?) -> SchemaAuthor {
    switch qualifier {
    case nil: author
    case NameGrammar.customPrefix: .customer
    case .some(let module): .module(ModuleName(module))
    }
  }
}
