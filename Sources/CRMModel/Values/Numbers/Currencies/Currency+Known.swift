extension Currency {
  /// US dollar, two decimals.
  public static var usd: Currency { known("U", "S", "D", minorUnits: 2) }
  /// Euro, two decimals.
  public static var eur: Currency { known("E", "U", "R", minorUnits: 2) }
  /// Pound sterling, two decimals.
  public static var gbp: Currency { known("G", "B", "P", minorUnits: 2) }
  /// Swiss franc, two decimals.
  public static var chf: Currency { known("C", "H", "F", minorUnits: 2) }
  /// Yen, no minor unit.
  public static var jpy: Currency { known("J", "P", "Y", minorUnits: 0) }
  /// Yuan renminbi, two decimals.
  public static var cny: Currency { known("C", "N", "Y", minorUnits: 2) }
  /// Indian rupee, two decimals.
  public static var inr: Currency { known("I", "N", "R", minorUnits: 2) }
  /// Australian dollar, two decimals.
  public static var aud: Currency { known("A", "U", "D", minorUnits: 2) }
  /// Canadian dollar, two decimals.
  public static var cad: Currency { known("C", "A", "D", minorUnits: 2) }
  /// Swedish krona, two decimals.
  public static var sek: Currency { known("S", "E", "K", minorUnits: 2) }
  /// Norwegian krone, two decimals.
  public static var nok: Currency { known("N", "O", "K", minorUnits: 2) }
  /// Danish krone, two decimals.
  public static var dkk: Currency { known("D", "K", "K", minorUnits: 2) }
  /// Zloty, two decimals.
  public static var pln: Currency { known("P", "L", "N", minorUnits: 2) }
  /// Brazilian real, two decimals.
  public static var brl: Currency { known("B", "R", "L", minorUnits: 2) }
  /// Mexican peso, two decimals.
  public static var mxn: Currency { known("M", "X", "N", minorUnits: 2) }
  /// Won, no minor unit.
  public static var krw: Currency { known("K", "R", "W", minorUnits: 0) }
  /// Kuwaiti dinar, three decimals.
  public static var kwd: Currency { known("K", "W", "D", minorUnits: 3) }
  /// Unidad de fomento, four decimals.
  public static var clf: Currency { known("C", "L", "F", minorUnits: 4) }

  // Computed rather than looked up, so that a literal amount does not wait for the table; a test compares the two.
  @inline(__always)
  private static func known(
    _ first: Unicode.Scalar, _ second: Unicode.Scalar, _ third: Unicode.Scalar, minorUnits: UInt8
  ) -> Currency {
    let a = UInt16(truncatingIfNeeded: first.value &- 65)
    let b = UInt16(truncatingIfNeeded: second.value &- 65)
    let c = UInt16(truncatingIfNeeded: third.value &- 65)
    return Currency(packedCode: (a &* 26 &+ b) &* 26 &+ c, minorUnits: minorUnits)
  }
}
