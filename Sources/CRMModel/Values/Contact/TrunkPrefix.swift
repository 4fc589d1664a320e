/// The digits that people dial before a national number inside their country and that are no part of it abroad.
///
/// `0` for most of the world; the exceptions are listed here. They agree with the examples of libphonenumber 9.0.43 for 123
/// regions; those of other regions are not checked against a source.
enum TrunkPrefix {
  /// National digits without the trunk prefix of the country with this calling code.
  static func removed(from digits: Substring, callingCode: String) -> Substring {
    switch callingCode {
    case "1":
      return without("1", digits, ifLength: 11)
    case "7":
      return without("8", digits, ifLength: 11)
    case "36":
      return without("06", digits)
    case "52":
      return without("01", digits, ifLength: 12)
    case "370":
      return without("8", without("0", digits, ifLength: 9), ifLength: 9)
    case "375":
      // Dialled as 8, a second tone, 0 and the number.
      return without("0", without("8", digits, ifLength: 11))
    case "993":
      return without("8", digits, ifLength: 9)
    default:
      return countriesWithout.contains(callingCode) ? digits : without("0", digits)
    }
  }

  /// Countries that dial the national number alone, where a zero in front belongs to the number.
  private static let countriesWithout: Set<String> = [
    "30", "34", "39", "45", "47", "48", "56", "211", "216", "220", "221", "222", "223", "224", "225", "226", "227",
    "228",
    "229", "230", "235", "236", "237", "238", "239", "240", "241", "242", "244", "245", "246", "247", "248", "253",
    "257",
    "258", "266", "267", "268", "269", "290", "297", "298", "299", "350", "351", "352", "354", "356", "357", "371",
    "372",
    "376", "378", "379", "420", "500", "501", "502", "503", "504", "506", "507", "509", "597", "670", "673", "674",
    "675",
    "676", "677", "678", "679", "680", "682", "683", "685", "687", "688", "689", "690", "691", "852", "853", "960",
    "965",
    "968", "973", "974", "975", "992", "998",
  ]

  private static func without(_ prefix: String, _ digits: Substring, ifLength length: Int? = nil) -> Substring {
    guard digits.hasPrefix(prefix), length == nil || digits.utf8.count == length else { return digits }
    return digits.dropFirst(prefix.count)
  }
}
