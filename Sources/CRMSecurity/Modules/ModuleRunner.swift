public import CRMModel
import CRMStorage

/// Runs the code of modules inside an upgrade: backfills and seeds.
struct ModuleRunner {
  let modules: [any CRMModule]

  func run(_ edit: SchemaEdit, _ records: RecordWriter, _ reader: RecordReader) throws -> [Violation] {
    switch edit {
    case .backfill(let name, let version, let work):
      let upgrade = module(name)?.upgrades.first { $0.version == version }
      for found in upgrade?.backfills ?? [] where found.name == work {
        try found.run(WriteTransaction(records, reader: reader))
      }
    case .seed(let name, _):
      var writer = try SeedWriter(name, records, reader)
      try writer.write(module(name)?.content.seeds ?? [])
      return writer.leftOut
    default: break
    }
    return []
  }

  private func module(_ name: ModuleName) -> (any CRMModule)? { modules.first { type(of: $0).name == name } }
}

extension WriteTransaction: ModuleTransaction {}
