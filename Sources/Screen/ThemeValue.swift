/// One value of a theme file, named by `section.key`.
package enum ThemeValue: Hashable, Sendable {
  case integer(Int)
  case text(String)
  case list([ThemeValue])
}
