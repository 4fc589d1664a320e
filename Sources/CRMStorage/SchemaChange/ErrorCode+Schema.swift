public import CRMModel

extension ErrorCode {
  /// A name that paths, records or the library need for themselves.
  public static let reservedName = ErrorCode("reserved_name")
  /// An entity, field, index or rule that belongs to a module cannot be changed like this at run time.
  public static let ownedByModule = ErrorCode("owned_by_module")
  /// No values of one type can be made of another's.
  public static let noConversion = ErrorCode("no_conversion")
  /// A field's type has parameters that do not work: scale, length, options, targets.
  public static let badType = ErrorCode("bad_type")
  /// A default that a new record could not be given.
  public static let badDefault = ErrorCode("bad_default")
  /// Traits that do not go together, or not with the field's type.
  public static let badTrait = ErrorCode("bad_trait")
  /// An option of a picklist whose code cannot be used, or is there already.
  public static let badOption = ErrorCode("bad_option")
  /// A title that names no field of the entity.
  public static let badTitle = ErrorCode("bad_title")
  /// An index over something that is not there or cannot be indexed like this.
  public static let badIndex = ErrorCode("bad_index")
  /// A no-overlap rule over something that is no interval, or is not there.
  public static let badOverlap = ErrorCode("bad_overlap")
  /// A history of something that is not there, or that cannot be kept like this.
  public static let badHistory = ErrorCode("bad_history")
  /// A facet over something that is not there or cannot play its part.
  public static let badFacet = ErrorCode("bad_facet")
  /// An index, rule or no-overlap rule that is not there.
  public static let unknownRule = ErrorCode("unknown_rule")
  /// A name under which a record would see two different sets of records.
  public static let ambiguousInverse = ErrorCode("ambiguous_inverse")
  /// The store was written by a newer version of a module.
  public static let newerModule = ErrorCode("newer_module")
  /// A module's upgrades do not lead from the version that the store has to that of the code.
  public static let missingUpgrade = ErrorCode("missing_upgrade")
  /// The code of a module's upgrade threw.
  public static let upgradeFailed = ErrorCode("upgrade_failed")
  /// A module's code wants a field of another type, which may lose values, without an upgrade that says so.
  public static let undeclaredLoss = ErrorCode("undeclared_loss")
  /// A seed record that has no good name, or one that is taken.
  public static let badSeed = ErrorCode("bad_seed")
  /// No module of this name is installed.
  public static let unknownModule = ErrorCode("unknown_module")
  /// The schema has changed since the plan was made.
  public static let stalePlan = ErrorCode("stale_plan")
  /// A step that promised to lose nothing would lose values.
  public static let valuesDoNotFit = ErrorCode("values_do_not_fit")
  /// The store has no numbers left for fields.
  public static let tooManyFields = ErrorCode("too_many_fields")
}
