import CRMModel

/// Seats that are booked by the hour, stays by the day, and hours in which nobody may come.
struct BookingModule: CRMModule {
  static let name: ModuleName = "desk"
  static let version = 1
  var content: ModuleContent { Booking.self }
}

/// A booking, with a rule for each kind of key: two fields and a condition, a reference, none.
struct Booking: Entity, Hashable {
  static let name: EntityName = "desk.booking"
  static let schema = Schema<Booking>(label: "Booking", title: \.room) {
    Field(\.room, "room", indexed: true)
    Field(\.seat, "seat")
    Field(\.slot, "slot")
    Field(\.isTentative, "is_tentative")
    Field(\.guest, "guest", inverse: "bookings")
    Field(\.stay, "stay")
    Field(\.closure, "closure")
    NoOverlap("seat_taken", of: \.slot, per: \.room, \.seat, message: "Somebody sits there") {
      $0.isTentative == false
    }
    NoOverlap("guest_elsewhere", of: \.stay, per: \.guest, message: "The guest is elsewhere")
    NoOverlap("closed_twice", of: \.closure, message: "It is closed already")
  }
  var record = RecordInfo()
  var room: String?
  var seat: Int?
  var slot: InstantInterval?
  var isTentative = false
  var guest: Contact.ID?
  var stay: DateRange?
  var closure: InstantInterval?
}

extension InstantInterval {
  /// From an hour up to another, both counted from the beginning of 2025.
  static func hours(_ start: Int, _ end: Int) throws -> InstantInterval {
    let begin = try Instant("2025-01-01T00:00:00Z")
    return try InstantInterval(
      from: begin.adding(.hours(Int32(start))), to: begin.adding(.hours(Int32(end))))
  }
}

extension DateRange {
  /// From a day up to another, both counted from the beginning of 2025.
  static func days(_ start: Int, _ end: Int) throws -> DateRange {
    let begin = try CalendarDate(year: 2025, month: 1, day: 1)
    return try DateRange(from: begin.adding(days: start), to: begin.adding(days: end))
  }
}
