import CRMModel

/// What stands against switching a module off or on, or removing it.
struct ModuleCheck {
  private let catalog: Catalog

  init(_ catalog: Catalog) { self.catalog = catalog }

  func violations(switchingOff module: ModuleName) -> [Violation] {
    let known = unknown(module)
    guard known.isEmpty else { return known }
    if catalog.modules[module]?.isOff == true { return [Violation(.badTrait, "module \(module) is off already")] }
    return essential(module) + references(to: module)
  }

  func violations(switchingOn module: ModuleName) -> [Violation] {
    let known = unknown(module)
    guard known.isEmpty else { return known }
    return catalog.modules[module]?.isOff == true ? [] : [Violation(.badTrait, "module \(module) is on already")]
  }

  func violations(removing module: ModuleName) -> [Violation] {
    let known = unknown(module)
    return known.isEmpty ? essential(module) + references(to: module) + extensions(of: module) : known
  }

  private func unknown(_ module: ModuleName) -> [Violation] {
    catalog.modules[module] == nil ? [Violation(.unknownModule, "no module \(module) is installed")] : []
  }

  private func essential(_ module: ModuleName) -> [Violation] {
    module == "base" ? [Violation(.badTrait, "module base is part of every store")] : []
  }

  /// Fields of others that refer to nothing but the module's entities, or that are made to hold conditions on them.
  private func references(to module: ModuleName) -> [Violation] {
    let own = Set(catalog.entities.filter { $0.module == module }.map(\.name))
    return catalog.entities.filter { $0.module != module && !$0.isRetired }.flatMap { schema in
      schema.fields.compactMap { field -> Violation? in
        if field.isRetired || field.name.qualifier == module.rawValue { return nil }
        let targets: [EntityName]
        switch field.type {
        case .reference(.one(let target)), .condition(on: let target): targets = [target]
        case .reference(.several(let several)): targets = several
        default: return nil
        }
        guard targets.allSatisfy(own.contains) else { return nil }
        let owner = schema.author(qualifier: field.name.qualifier)
        let message =
          switch owner {
          case .customer: "it refers to \(targets.map(\.rawValue).joined(separator: ", ")): retire or remove it first"
          case .module(let other):
            "it refers to \(targets.map(\.rawValue).joined(separator: ", ")): switch module \(other) off first"
          }
        return Violation(.inUse, message, entity: schema.name, field: field.name)
      }
    }
  }

  /// Fields that other modules added to the module's entities, and that would go with them.
  private func extensions(of module: ModuleName) -> [Violation] {
    catalog.entities.filter { $0.module == module }.flatMap { schema in
      schema.fields.compactMap { field -> Violation? in
        guard !field.isRetired, case .module(let other) = schema.author(qualifier: field.name.qualifier),
          other != module
        else { return nil }
        let message = "module \(other) added it, and its values would go too: switch module \(other) off first"
        return Violation(.inUse, message, entity: schema.name, field: field.name)
      }
    }
  }
}
