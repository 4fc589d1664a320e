import CRMModel

/// The first version of a module: rooms have a name.
struct RoomsBefore: CRMModule {
  static let name: ModuleName = "house"
  static let version = 1
  var content: ModuleContent { RoomBefore.self }
}

/// The second version: rooms have seats and a note as well.
struct RoomsNow: CRMModule {
  static let name: ModuleName = "house"
  static let version = 2
  var content: ModuleContent { Room.self }
}

struct RoomBefore: Entity {
  static let name: EntityName = "house.room"
  static let schema = Schema<RoomBefore>(label: "Room", title: \.title) {
    Field(\.title, "title")
    Field(\.floor, "floor")
  }
  var record = RecordInfo()
  var title = ""
  var floor: Int?
}

struct Room: Entity {
  static let name: EntityName = "house.room"
  static let schema = Schema<Room>(label: "Room", title: \.title) {
    Field(\.title, "title")
    Field(\.floor, "floor")
    Field(\.seats, "seats")
    Field(\.note, "note")
  }
  var record = RecordInfo()
  var title = ""
  var floor: Int?
  var seats = 4
  var note: String?
}
