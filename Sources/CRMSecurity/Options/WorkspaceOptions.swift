public import CRMModel
public import CRMStorage
public import Logging

/// How a workspace is opened. Whatever would otherwise be looked up in the surroundings is here: clock, ids, zone, locale.
public struct WorkspaceOptions: Sendable {
  /// What a commit promises.
  public var durability: Durability = .full
  /// Whether writes are refused.
  public var isReadOnly = false
  /// Whether modules that the store does not have yet are installed when it is opened.
  ///
  /// Without it, of the modules given those that the store has are brought up to date and the others are left out. That is what a tool
  /// wants which knows many modules and opens stores of anybody. A store that is made then has the base module alone.
  public var installsModules = true
  /// The modules whose code may be missing although they say that it is needed to write records; see `CRMModule.requiresCode`.
  public var withoutCode: Set<ModuleName> = []
  /// For how long what a command returned is remembered for its key (``Session/perform(_:key:)``), by the workspace's clock. A key that
  /// is repeated later is a new one. Zero remembers nothing.
  public var keyRetention: TimeSpan = .days(7)
  /// How long to wait for a lock that another process holds.
  public var busyTimeout: TimeSpan = .seconds(5)
  /// How many bytes of columns are held in memory to answer groupings, reports and forecasts of a store that lies elsewhere; 0 for none.
  ///
  /// A grouping is answered from columns unless a condition on an indexed field leaves fewer than 512 records, or its columns do not fit.
  /// The first one of an entity reads the columns that it needs in one pass; later ones read again what has changed since. The answers
  /// are the same without columns, only slower. Columns asked for longest ago go first when there is no more room, and all of them when the
  /// workspace is suspended.
  public var columnMemory = 256 << 20
  /// The currency of money fields that leave it to the workspace; counts only when the workspace is made.
  public var currency: Currency = .usd
  /// Tells the moment.
  public var clock: any WorkspaceClock = SystemClock()
  /// Where ids come from; nil for ids of this node that ascend with time.
  ///
  /// A source serves one open store: a write that fails gives back the ids that it took, and those that another store took meanwhile with them.
  public var ids: (any IDSource)?
  /// The zone in which `today` is, and periods begin.
  public var zone: ZoneID = .utc
  /// Where the rules of zones come from.
  public var zones: ZoneDatabase = .system
  /// When quarters and years begin.
  public var calendar: FiscalCalendar = .plain
  /// The language of what is written for people, as a BCP 47 tag: of the labels, help texts and options of
  /// ``Session/localizedSchema``, and of the messages with which rules and no-overlap rules refuse a record. Other
  /// messages of errors are English; their codes are for programs to translate.
  public var language = "en"
  /// Where the library reports what an operator should know; nil for nowhere.
  public var logger: Logger?
  /// Told before each step of an upgrade, from within its transaction; nil for nobody.
  public var progress: (@Sendable (UpgradeProgress) -> Void)?
  /// Told of every statement that ran on the engine; nil for nobody.
  public var instrument: (@Sendable (StatementEvent) -> Void)?

  /// The defaults: full durability, writable, US dollars, the system's clock, UTC.
  public init() {}

  /// The defaults, changed by a closure.
  public init(_ configure: (inout WorkspaceOptions) -> Void) {
    self.init()
    configure(&self)
  }
}

extension WorkspaceOptions {
  /// The names of what cannot hold together with other options for the same store.
  ///
  /// What cannot be compared contradicts nothing: clock, ids, zone rules, logger, instrument. Nor does the currency, which
  /// counts only when a store is made, nor what each opening does for itself: see ``joined(by:)``.
  func contradictions(to other: WorkspaceOptions) -> [String] {
    var names: [String] = []
    if durability != other.durability { names.append("durability") }
    if isReadOnly != other.isReadOnly { names.append("isReadOnly") }
    if keyRetention != other.keyRetention { names.append("keyRetention") }
    if busyTimeout != other.busyTimeout { names.append("busyTimeout") }
    if columnMemory != other.columnMemory { names.append("columnMemory") }
    if zone != other.zone { names.append("zone") }
    if calendar != other.calendar { names.append("calendar") }
    if language != other.language { names.append("language") }
    return names
  }

  /// These options of a store's first opener, with what a later one says of its own modules.
  func joined(by later: WorkspaceOptions) -> WorkspaceOptions {
    var options = self
    options.installsModules = later.installsModules
    options.withoutCode = later.withoutCode
    options.progress = later.progress
    return options
  }
}
