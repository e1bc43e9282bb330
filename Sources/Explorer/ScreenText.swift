import Screen
import UnicodeText

/// File name of a text export: the sample, the view and the size.
func screenTextName(size: Size) -> String { "compare-\(size.width)x\(size.height).txt" }

/// The screen as plain text.
package func screenText(_ state: State, size: Size) -> String { "" }
