import Explorer
import Export
import UnicodeText

/// Files that the screen writes: exports, and what was copied last.
extension Engine {
  /// Writes what `state` shows, on a thread of its own: who quits waits for it, and must not wait for other work. Answers `exported` or `failed`.
  package func export(_ request: ExportRequest, of state: State) {
    runToEnd {
      do {
        let settler = self.settler
        let state = settler?.settled(state) ?? state
        let bytes = try self.bytes(of: state, request, by: settler)
        let path: [UInt8]
        switch request.target {
        case .folder:
          let name = state.exportName(request.format, isFull: request.isFull)
          path = try OutputFile.writeNumbered(bytes, folder: self.resources.exportFolder, name: name)
        case .path(let target, let replaces):
          try OutputFile.write(bytes, to: target, replacing: replaces)
          path = target
        }
        self.post(.exported(path: VisibleText(bytes: path[...])))
      } catch OutputError.exists(let path) {
        let name = VisibleText(bytes: path[...])
        self.post(.failed("cannot write " + name + ": it exists (replace it with :export! " + name + ")"))
      } catch let error as OutputError {
        self.post(.failed(VisibleText("\(error)")))
      } catch {
        self.post(.failed(VisibleText("cannot export: \(error)")))
      }
    }
  }

  /// Makes what is copied and keeps it in a file that only the user may read. Answers `yanked` or `failed`.
  package func yank(_ yank: Yank, of state: State) {
    runToEnd {
      do {
        let bytes: [UInt8]
        switch yank {
        case .bytes(let given, _): bytes = given
        case .export(let format):
          bytes = try self.bytes(of: state, ExportRequest(format, target: .folder), by: self.settler)
        }
        // A clipboard is worth having without the file.
        let isKept = self.resources.yankFile.map { PrivateFile.write(bytes, to: $0) } ?? false
        let file = isKept ? self.resources.yankFile.map { VisibleText(bytes: $0[...]) } : nil
        self.post(.yanked(bytes, name: yank.name, file: file))
      } catch {
        self.post(.failed(VisibleText("cannot copy: \(error)")))
      }
    }
  }

  private func bytes(of state: State, _ request: ExportRequest, by settler: Settler?) throws -> [UInt8] {
    try settler?.bytes(of: state, request.format, size: state.size, isFull: request.isFull)
      ?? ViewExport(state).bytes(request.format, size: state.size, isFull: request.isFull)
  }

  /// Finishes what the screen shows of the open text; nil where none is.
  private var settler: Settler? {
    currentSource.map { source, _ in
      Settler(
        source, tokenizer: { try self.tokenizers[$0].get() }, recordings: resources.recordings,
        samples: resources.samples, inputs: resources.inputs,
        model: { try (self.resources.model ?? { throw NoModel() })() })
    }
  }

  private struct NoModel: Error, CustomStringConvertible {
    var description: String { "no model is here to read the text" }
  }
}
