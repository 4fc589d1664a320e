import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Testing

/// A property of every sort that is not Optional, each with an initial value that is not the empty one.
struct Parcel: Entity {
  static let name: EntityName = "depot.parcel"
  static let schema = Schema<Parcel>(label: "Parcel", title: \.label) {
    Field(\.label, "label")
    Field(\.note, "note", required: false)
    Field(\.count, "count", required: false)
    Field(\.weight, "weight", required: false)
    Field(\.share, "share", required: false)
    Field(\.isFragile, "is_fragile", required: false)
    Field(\.status, "status", required: false)
    Field(\.tags, "tags", required: false)
    Field(\.sender, "sender", required: false, onDelete: .clear)
    Field(\.subject, "subject", required: false, onDelete: .clear)
    Field(\.addressee, "addressee", required: false)
    Field(\.handling, "handling", required: false)
    Field(\.price, "price", required: false)
    Field(\.due, "due", required: false)
  }
  var record = RecordInfo()
  var label = "label"
  var note = "none"
  var count = 7
  var weight = ExactDecimal(3)
  var share = Percent.initial
  var isFragile = true
  var status = LessonStatus.booked
  var tags = PicklistSet<LessonStatus>.initial
  var sender = Account.ID(rawValue: 99)
  var subject = AnyRecordID(entity: "account", rawValue: 99)
  var addressee = PersonName(last: "Doe")
  var handling = TimeSpan.hours(1)
  var price = Money.usd(100)
  var due = CalendarDate.initial
}

extension Percent { fileprivate static var initial: Percent { (try? Percent(ExactDecimal(5))) ?? .zero } }
extension PicklistSet<LessonStatus> { fileprivate static var initial: Self { (try? PicklistSet([.booked])) ?? Self() } }
extension CalendarDate { fileprivate static var initial: Self { (try? CalendarDate("2025-01-01")) ?? .minimum } }

struct Depot: CRMModule {
  static let name: ModuleName = "depot"
  static let version = 1
  var content: ModuleContent { Parcel.self }
}

@Suite struct `A property that is not Optional` {
  private static let names: [FieldName] = [
    "note", "count", "weight", "share", "is_fragile", "status", "tags", "sender", "subject", "addressee", "handling",
    "price", "due",
  ]

  @Test(arguments: StoreKind.allCases)
  func `shows the empty value where the row holds none`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [Depot()]) { _, session in
      var blank = Record("depot.parcel", ["label": "x"])
      for name in Self.names { blank[name] = .null }
      let stored = try await session.insert(blank)
      let parcel = try await session.find(RecordID<Parcel>(rawValue: stored.id))
      #expect(parcel.note == "")
      #expect(parcel.count == 0)
      #expect(parcel.weight == .zero)
      #expect(parcel.share.points == .zero)
      #expect(!parcel.isFragile)
      #expect(parcel.status.rawValue == "")
      #expect(parcel.tags.isEmpty)
      #expect(parcel.sender.isUnset)
      #expect(parcel.subject.rawValue == 0)
      #expect(parcel.addressee.isEmpty)
      #expect(parcel.handling == .zero)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `does not become a value when another one is written`(_ kind: StoreKind) async throws {
    try await kind.withSession(modules: [Depot()]) { _, session in
      var blank = Record("depot.parcel", ["label": "x"])
      for name in Self.names { blank[name] = .null }
      let id = RecordID<Parcel>(rawValue: try await session.insert(blank).id)
      let written = try await session.update(id) { $0.label = "y" }
      #expect(written.label == "y")
      let stored = try #require(try await session.records(Query("depot.parcel")).first)
      #expect(Self.names.filter { !(stored[$0].isNull) } == [])
      _ = try await session.update(id) { ($0.count, $0.price) = (3, .usd(5)) }
      let priced = try #require(try await session.records(Query("depot.parcel")).first)
      #expect(priced["count"] == 3)
      #expect(priced["price"] == .money(.usd(5)))
      #expect(priced["due"].isNull)
    }
  }
}
