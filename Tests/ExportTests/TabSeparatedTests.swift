import Export
import Testing

@Suite struct TabSeparatedTests {
  /// One line, one field for each: whatever a field holds breaks neither, and no spreadsheet computes it.
  @Test(arguments: [
    ("=cmd()", "'=cmd()"), ("+1", "'+1"), ("-a", "'-a"), ("@x", "'@x"), ("-", "'-"), ("--1", "'--1"), ("-1-2", "'-1-2"),
    ("-1", "-1"), ("-0.25", "-0.25"), ("1=2", "1=2"), ("", ""), ("a\tb", "a→b"), ("a\nb", "a↵b"), ("a\r\nb", "a␍↵b"),
    ("\u{0}", "␀"), ("-1.", "'-1."), ("-.5", "'-.5"), ("-1.2.3", "'-1.2.3"),
  ])
  func fieldsAreSafe(_ field: String, _ written: String) {
    #expect(TabSeparated.line([field, "x"]) == written + "\tx\n")
  }
}
