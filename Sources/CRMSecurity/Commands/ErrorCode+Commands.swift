public import CRMModel

extension ErrorCode {
  /// The command is listed by no module that is part of the workspace and switched on.
  public static let unknownCommand = ErrorCode("unknown_command")
  /// The cause of a plain write is a name that only a command has in the change log.
  public static let causeIsCommand = ErrorCode("cause_is_command")
  /// The key was used for another command, or for another input of the same.
  public static let keyReused = ErrorCode("key_reused")
  /// A key that is empty, too long, or not made of visible ASCII characters.
  public static let badKey = ErrorCode("bad_key")
  /// The command was done, but what it returned then cannot be read as what it returns now.
  public static let resultChanged = ErrorCode("result_changed")
  /// The input or result of a command cannot be written as JSON, or the result is too large to be kept.
  public static let badCommandValue = ErrorCode("bad_command_value")
}
