/// The lengths of time that reports group by; a ``FiscalCalendar`` says where each one starts.
public enum PeriodUnit: String, Hashable, Sendable, CaseIterable {
  case day, week, month, quarter, year
}
