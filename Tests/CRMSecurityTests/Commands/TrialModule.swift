import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import CRMTesting

/// A module of commands alone.
struct TrialModule: CRMModule {
  static let name: ModuleName = "trial"
  static let version = 1
  var content: ModuleContent {
    AddAccount.self
    AddContact.self
    AddAndRefuse.self
    Look.self
    Measure.self
    Fill.self
  }
}

/// Adds an account and returns its id.
struct AddAccount: Command {
  static let name: CommandName = "trial.add_account"
  var called: String
  var labels: [String: Int]? = nil

  func run(in tx: WriteTransaction) throws -> Account.ID { try tx.insert(Account { $0.name = called }).id }
}

/// Has the input of another command.
struct AddContact: Command {
  static let name: CommandName = "trial.add_contact"
  var called: String

  func run(in tx: WriteTransaction) throws -> Contact.ID {
    try tx.insert(Contact { $0.name = PersonName(last: called) }).id
  }
}

/// Adds an account and throws, if it is told to by how many accounts there are.
struct AddAndRefuse: Command {
  static let name: CommandName = "trial.add_and_refuse"
  struct Refusal: Error, Equatable {}
  var unlessThereAre: Int

  func run(in tx: WriteTransaction) throws -> Int {
    let count = try tx.count(Account.query)
    try tx.insert(Account { $0.name = "Kept or not" })
    if count < unlessThereAre { throw Refusal() }
    return count
  }
}

/// Changes nothing.
struct Look: Command {
  static let name: CommandName = "trial.look"

  func run(in tx: WriteTransaction) throws -> Int { try tx.count(Account.query) }
}

/// Has a floating point number as input and result.
struct Measure: Command {
  static let name: CommandName = "trial.measure"
  var value: Double
  var factor = 1.0

  func run(in tx: WriteTransaction) throws -> Double {
    try tx.insert(Account { $0.name = "Measured" })
    return value * factor
  }
}

/// Returns a text of some length.
struct Fill: Command {
  static let name: CommandName = "trial.fill"
  var length: Int

  func run(in tx: WriteTransaction) throws -> String {
    try tx.insert(Account { $0.name = "Filled" })
    return String(repeating: "x", count: length)
  }
}

extension EngineTap {
  /// How many results of commands the store remembers.
  func rememberedResults() async throws -> Int {
    try await read { reader in
      guard try reader.layouts().contains(where: { $0.id == CommandLedger.layout.id }) else { return 0 }
      return try reader.count([Source(table: CommandLedger.layout.id)], nil, limit: nil)
    }
  }
}
