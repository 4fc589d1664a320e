/// A set of entities that belong together, with a name and a version: ours, or a vertical's.
///
///     public struct DrivingSchool: CRMModule {
///       public static let name: ModuleName = "school"
///       public static let version = 1
///       public init() {}
///       public var content: ModuleContent {
///         Lesson.self
///         Extend(Contact.self) { .licence }
///       }
///     }
///
/// Entities and fields of a module are named `module.name`; only this library's own have names of one word.
///
/// A store remembers the module and its version. When it is opened with a newer one, it is brought up to the code: what was added is added,
/// what is gone is kept but no longer offered, and whatever cannot be seen from the two descriptions is told by ``upgrades``.
public protocol CRMModule: Sendable {
  /// The module's name, one word.
  static var name: ModuleName { get }
  /// The version of its content, from 1, one more with every change that a stored schema must follow.
  static var version: Int { get }
  /// Whether records may be written only together with this module's code, because it keeps what its schema cannot say.
  ///
  /// A store with such a module may be read without the code, and written only where the opener says by name that he does without it
  /// (`WorkspaceOptions.withoutCode`). False unless the module says otherwise: its schema goes with the store, rules included.
  static var requiresCode: Bool { get }
  /// The entities, extension fields, seed records and commands.
  @ModuleContentBuilder var content: ModuleContent { get }
  /// How stores of earlier versions become stores of this one, one for each version from the second on, the oldest first.
  ///
  /// It may be empty, if additions and fields with a former name (`formerly:`) are all that ever happened. It may begin later than with
  /// the second, if stores of the versions before are not upgraded any more.
  var upgrades: [ModuleUpgrade] { get }
}

extension CRMModule {
  /// The schema says it all.
  public static var requiresCode: Bool { false }
  /// Additions and former names are all that ever happened.
  public var upgrades: [ModuleUpgrade] { [] }
}
