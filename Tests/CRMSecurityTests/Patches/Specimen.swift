import CRMModel

/// A module with one entity that has a field of every type.
struct SpecimenModule: CRMModule {
  static let name: ModuleName = "golden"
  static let version = 1
  var content: ModuleContent { Specimen.self }
}

struct SpecimenTier: PicklistCode {
  let rawValue: String
  init(rawValue: String) { self.rawValue = rawValue }
  static let gold = SpecimenTier(rawValue: "gold")
  static let vip = SpecimenTier(rawValue: "vip")
  static let options: [PicklistOption] = ["gold", "silver", "vip"]
}

struct Specimen: Entity {
  static let name: EntityName = "golden.specimen"
  static let schema = Schema<Specimen>(label: "Specimen", title: \.title) {
    Field(\.title, "title", indexed: true)
    Field(\.number, "number", type: .autoNumber("SP-{yyyy}-000"), unique: true)
    Field(\.flag, "flag")
    Field(\.count, "count")
    Field(\.rate, "rate")
    Field(\.share, "share")
    Field(\.price, "price")
    Field(\.anyPrice, "any_price", type: .money(.any))
    Field(\.notes, "notes", type: .longText)
    Field(\.day, "day")
    Field(\.moment, "moment")
    Field(\.clock, "clock")
    Field(\.span, "span")
    Field(\.meeting, "meeting")
    Field(\.stretch, "stretch")
    Field(\.slot, "slot")
    Field(\.season, "season")
    Field(\.place, "place")
    Field(\.person, "person")
    Field(\.home, "home")
    Field(\.email, "email")
    Field(\.phone, "phone")
    Field(\.web, "web")
    Field(\.tier, "tier")
    Field(\.interests, "interests")
    Field(\.account, "account")
    Field(\.about, "about")
    Field(\.document, "document")
    Field(\.rule, "rule", type: .condition(on: "account"))
  }

  var record = RecordInfo()
  var title = ""
  var number: String?
  var flag: Bool?
  var count: Int?
  var rate: ExactDecimal?
  var share: Percent?
  var price: Money?
  var anyPrice: Money?
  var notes: String?
  var day: CalendarDate?
  var moment: Instant?
  var clock: TimeOfDay?
  var span: TimeSpan?
  var meeting: ZonedDateTime?
  var stretch: InstantInterval?
  var slot: ZonedInterval?
  var season: DateRange?
  var place: GeoPoint?
  var person: PersonName?
  var home: PostalAddress?
  var email: EmailAddress?
  var phone: PhoneNumber?
  var web: WebAddress?
  var tier: SpecimenTier?
  var interests: PicklistSet<SpecimenTier>?
  var account: Account.ID?
  var about: AnyRecordID?
  var document: FileLink?
  var rule: Formula?
}
