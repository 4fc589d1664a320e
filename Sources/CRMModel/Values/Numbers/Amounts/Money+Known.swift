/// Amounts in whole major units of well-known currencies, mostly for literals: `.usd(48_000)`.
///
/// They cannot overflow and do not throw, because their argument is bounded: at most 2,147,483,647 where the currency
/// has decimals, any 64-bit number where it has none. A greater literal, a fraction and a variable `Int` do not
/// compile; ``Money/init(exactly:_:)`` takes every whole and fractional amount, ``Money/init(minor:_:)`` minor units.
extension Money {
  /// An amount in whole US dollars.
  public static func usd(_ major: Int32) -> Money { Money(whole: major, .usd) }
  /// An amount in whole euros.
  public static func eur(_ major: Int32) -> Money { Money(whole: major, .eur) }
  /// An amount in whole pounds sterling.
  public static func gbp(_ major: Int32) -> Money { Money(whole: major, .gbp) }
  /// An amount in whole Swiss francs.
  public static func chf(_ major: Int32) -> Money { Money(whole: major, .chf) }
  /// An amount in whole yen.
  public static func jpy(_ major: Int64) -> Money { Money(minor: major, .jpy) }
  /// An amount in whole yuan renminbi.
  public static func cny(_ major: Int32) -> Money { Money(whole: major, .cny) }
  /// An amount in whole Indian rupees.
  public static func inr(_ major: Int32) -> Money { Money(whole: major, .inr) }
  /// An amount in whole Australian dollars.
  public static func aud(_ major: Int32) -> Money { Money(whole: major, .aud) }
  /// An amount in whole Canadian dollars.
  public static func cad(_ major: Int32) -> Money { Money(whole: major, .cad) }
  /// An amount in whole Swedish kronor.
  public static func sek(_ major: Int32) -> Money { Money(whole: major, .sek) }
  /// An amount in whole Norwegian kroner.
  public static func nok(_ major: Int32) -> Money { Money(whole: major, .nok) }
  /// An amount in whole Danish kroner.
  public static func dkk(_ major: Int32) -> Money { Money(whole: major, .dkk) }
  /// An amount in whole zloty.
  public static func pln(_ major: Int32) -> Money { Money(whole: major, .pln) }
  /// An amount in whole Brazilian reais.
  public static func brl(_ major: Int32) -> Money { Money(whole: major, .brl) }
  /// An amount in whole Mexican pesos.
  public static func mxn(_ major: Int32) -> Money { Money(whole: major, .mxn) }
  /// An amount in whole won.
  public static func krw(_ major: Int64) -> Money { Money(minor: major, .krw) }
  /// An amount in whole Kuwaiti dinars.
  public static func kwd(_ major: Int32) -> Money { Money(whole: major, .kwd) }
  /// An amount in whole Unidades de fomento.
  public static func clf(_ major: Int32) -> Money { Money(whole: major, .clf) }

  private init(whole major: Int32, _ currency: Currency) {
    // At most 2^31 times 10^4.
    self.init(minor: Int64(major) &* currency.minorUnitsPerMajor, currency)
  }
}
