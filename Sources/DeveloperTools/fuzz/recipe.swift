import Formats

/// Reads the bytes as the recipe of a vocabulary.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRecipe(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  do throws(FormatError) {
    let recipe = try RecipeFile(Array(UnsafeBufferPointer(start: start, count: count)))
    precondition(
      recipe.tokens.count <= RecipeFile.tokenLimit && Set(recipe.tokens.map(\.bytes)).count == recipe.tokens.count)
    precondition(recipe.tokens.allSatisfy { 1...RecipeFile.tokenByteLimit ~= $0.bytes.count })
  } catch { checkMessage(error) }
  return 0
}
