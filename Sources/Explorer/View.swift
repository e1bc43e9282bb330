import Screen
import UnicodeText

/// The screen of `state` at `size`.
///
/// Pure and total: any state at any size gives a frame. Cost: the visible cells.
package func view(_ state: State, size: Size, look: Look) -> Frame {
  Frame(size: size, style: look[.text])
}
