// A small program for the tests of Terminal: draws one frame and obeys a few keys.
import Glibc
import Screen
import Terminal
import UnicodeText

func draw(_ terminal: Terminal, _ line: String, _ color: Int16) {
  var frame = Frame(size: terminal.size)
  let size = "\(terminal.size.width)x\(terminal.size.height)"
  frame.put("fixture \(size)", x: 0, y: 0, style: Style(attributes: .bold))
  frame.put(VisibleText(line), x: 0, y: 2, style: Style(foreground: 231, background: color))
  frame.put("pid \(getpid())", x: 0, y: 4, style: .plain)
  frame.put("+", x: terminal.size.width - 1, y: terminal.size.height - 1, style: .plain)
  terminal.draw(frame)
}

/// Described by a letter or a name, so that a test can read it on the screen.
func name(_ event: InputEvent) -> String {
  switch event {
  case .key(.character(let scalar)): "char \(scalar)"
  case .key(.control(let scalar)): "control \(scalar)"
  case .key(let key): "key \(key)"
  case .paste(let bytes): "paste \(bytes.count) bytes"
  case .mouse(let mouse): "mouse \(mouse.kind) \(mouse.x),\(mouse.y)"
  case .resize: "resize"
  case .closed: "closed"
  }
}

func wakeFromAnotherThread() {
  var thread = pthread_t()
  pthread_create(
    &thread, nil,
    { _ in
      Waker().wake()
      return nil
    }, nil)
  pthread_join(thread, nil)
}

do {
  let terminal = try Terminal.open()
  var seen = "ready"
  var color: Int16 = 24
  var count = 0
  running: while true {
    draw(terminal, "\(seen) #\(count)", color)
    let events = terminal.nextEvents()
    if events.isEmpty { seen = "woken" }
    for event in events {
      seen = name(event)
      count += 1
      switch event {
      case .key(.character("q")), .closed: break running
      case .key(.character("c")): color = color == 24 ? 58 : 24
      case .key(.character("m")): terminal.setMouse(true)
      case .key(.character("n")): terminal.setMouse(false)
      case .key(.character("s")): kill(getpid(), SIGSEGV)
      case .key(.character("t")): fatalError("asked to crash")
      case .key(.character("e")): exit(3)
      case .key(.control("z")): terminal.suspend()
      case .key(.character("w")): wakeFromAnotherThread()
      default: break
      }
    }
  }
  terminal.close()
  print("bye")
} catch {
  print("fixture: " + error.message)
  exit(1)
}
