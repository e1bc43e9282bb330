import Engine
import Explorer
import Formats
import Screen
import Terminal

/// Runs the screen: takes keys and answers, lets the state change, begins the work it asks for, and draws once for each batch.
///
/// Between batches it is blocked. After a batch it waits a few milliseconds for quick answers, so that one key gives one picture.
struct ScreenLoop {
  /// How long the first picture may wait for the first segmentations.
  private static let firstPatience = 300
  private static let patience = 8

  private var state: State
  private let engine: Engine
  private let terminal: Terminal
  private var isRunning = true
  /// What can wait until the first picture is there, and would take processors from what it needs; nil from then on.
  private var postponed: [Effect]? = []

  init(state: State, engine: Engine, terminal: Terminal) {
    self.state = state
    self.engine = engine
    self.terminal = terminal
  }

  mutating func run() {
    terminal.setMouse(state.isMouseOn)
    absorb(milliseconds: ScreenLoop.firstPatience)
    while isRunning {
      terminal.draw(view(state, size: state.size, look: state.look))
      begin(postponed.take() ?? [])
      for event in terminal.nextEvents() { handle(.input(event)) }
      if isRunning { absorb(milliseconds: ScreenLoop.patience) }
    }
  }

  /// Takes the answers that are there or come within `milliseconds`.
  private mutating func absorb(milliseconds: Int) {
    let deadline = Clock.milliseconds() + milliseconds
    while isRunning {
      let hasSettled = engine.settle(milliseconds: max(0, deadline - Clock.milliseconds()))
      let events = engine.takeEvents()
      for event in events { handle(event) }
      if !hasSettled || events.isEmpty { return }
    }
  }

  private mutating func handle(_ event: Event) { begin(state.handle(event)) }

  private mutating func begin(_ effects: [Effect]) {
    for effect in effects {
      switch effect {
      case .readModel where postponed != nil, .count where postponed != nil: postponed?.append(effect)
      case .mouse(let on): terminal.setMouse(on)
      case .redraw: terminal.redraw()
      case .suspend: terminal.suspend()
      case .quit: isRunning = false
      case .export(let request): engine.export(request, of: state)
      case .yank(let yank): engine.yank(yank, of: state)
      case .copy(let bytes): terminal.setClipboard(base64: Base64.encode(bytes))
      default: engine.perform(effect)
      }
    }
  }
}
