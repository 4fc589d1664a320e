import CRMModel

extension Catalog {
  /// Retires what belongs to a module and is offered, and notes what that was.
  mutating func switchOff(_ module: ModuleName) {
    guard modules[module] != nil else { return }
    var retired = InstalledModule.SwitchedOff(entities: [], fields: [])
    for schema in entities {
      if schema.module == module {
        guard !schema.isRetired else { continue }
        retired.entities.append(schema.number)
        edit(schema.name) { $0.isRetired = true }
      } else {
        for field in schema.fields where field.name.qualifier == module.rawValue && !field.isRetired {
          retired.fields.append(field.number)
          edit(FieldPlace(schema.name, field.name)) { $0.isRetired = true }
        }
      }
    }
    modules[module]?.switchedOff = retired
  }

  /// Restores what switching a module off retired and is still there.
  mutating func switchOn(_ module: ModuleName) {
    guard let retired = modules[module]?.switchedOff else { return }
    for schema in entities {
      if retired.entities.contains(schema.number) { edit(schema.name) { $0.isRetired = false } }
      for field in schema.fields where retired.fields.contains(field.number) {
        edit(FieldPlace(schema.name, field.name)) { $0.isRetired = false }
      }
    }
    modules[module]?.switchedOff = nil
  }
}
