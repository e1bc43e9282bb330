import Catalog
import Testing

@Suite struct UserFoldersTests {
  private func folders(_ variables: [String: String]) -> [String?] {
    let folders = UserFolders { Array((variables[$0] ?? "").utf8) }
    return (folders.data.map { $0 } + [folders.state, folders.cache]).map {
      $0.map { String(decoding: $0, as: UTF8.self) }
    }
  }

  @Test func followTheSpecification() {
    #expect(folders([:]) == [nil, nil])
    #expect(folders(["HOME": "/h"]) == ["/h/.config/tokview", "/h/.local/state/tokview", "/h/.cache/tokview"])
    #expect(folders(["HOME": "h", "XDG_CACHE_HOME": "c", "XDG_CONFIG_HOME": "./x"]) == [nil, nil])
    #expect(
      folders([
        "HOME": "/h", "XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "rel", "XDG_CACHE_HOME": "/d", "TOKVIEW_DATA": "t",
      ])
        == ["t", "/c/tokview", "/h/.local/state/tokview", "/d/tokview"])
  }
}
