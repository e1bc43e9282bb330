import TestSupport
import Testing

@testable import Formats

@Suite struct ModelConfigurationTests {
  private typealias File = ModelConfigurationFile

  /// A small valid file of each kind, by key; a value of "" takes the key away.
  private static func json(_ type: String, _ changes: [String: String] = [:]) -> [UInt8] {
    var members =
      type == "gpt2"
      ? ["vocab_size": "300", "n_embd": "32", "n_layer": "2", "n_head": "4", "n_positions": "64"]
      : [
        "vocab_size": "300", "hidden_size": "32", "num_hidden_layers": "4", "num_attention_heads": "4",
        "intermediate_size": "48", "max_position_embeddings": "64",
      ]
    if type == "qwen3_moe" {
      members.merge(["num_experts": "6", "num_experts_per_tok": "2", "moe_intermediate_size": "24"]) { $1 }
    }
    members["model_type"] = "\"\(type)\""
    members.merge(changes) { $1 }
    let text = members.filter { $0.value != "" }.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
    return Array("{\(text.joined(separator: ","))}".utf8)
  }

  private func fault(_ bytes: [UInt8], _ limits: File.Limits = .init()) -> FormatError? {
    do throws(FormatError) {
      _ = try File(bytes, limits: limits)
      return nil
    } catch { return error }
  }

  @Test func readsTheCheckpointsOfOthers() throws {
    func read(_ name: String) throws -> File {
      try File(try #require(Repository.read("Tests/Golden/Models/\(name)/config.json")))
    }
    let sparse = try read("qwen3moe")
    #expect(sparse.architecture == .qwen3MixtureOfExperts)
    #expect(sparse.experts?.count == 6)
    #expect(sparse.experts?.perToken == 2)
    #expect(sparse.experts?.intermediateSize == 24)
    #expect(sparse.experts?.normalizesWeights == true)
    #expect(sparse.experts?.layers == [0, 1])
    #expect(sparse.elementType == Array("float16".utf8))
    #expect(sparse.ropeTheta == 10_000)
    #expect(sparse.tiesEmbeddings && !sparse.attentionBias && !sparse.feedForwardBias)
    #expect(sparse.startToken == 0)
    #expect((sparse.keyValueHeadCount, sparse.headCount, sparse.headSize) == (2, 4, 8))
    let llama = try read("llama")
    #expect(llama.architecture == .llama && llama.experts == nil && !llama.tiesEmbeddings)
    #expect((llama.vocabularySize, llama.hiddenSize, llama.layerCount) == (300, 32, 2))
    #expect((llama.intermediateSize, llama.maximumPositions, llama.normEpsilon) == (48, 64, 1e-6))
    let qwen = try read("qwen3")
    #expect(qwen.architecture == .qwen3 && qwen.tiesEmbeddings)
    let gpt2 = try read("gpt2")
    #expect(gpt2.architecture == .gpt2 && gpt2.ropeTheta == nil && gpt2.tiesEmbeddings && gpt2.attentionBias)
    #expect((gpt2.intermediateSize, gpt2.activation, gpt2.normEpsilon) == (128, .geluTanh, 1e-5))
    #expect((gpt2.headSize, gpt2.keyValueHeadCount, gpt2.maximumPositions) == (8, 4, 64))
  }

  @Test func fillsInWhatIsLeftOut() throws {
    let llama = try File(Self.json("llama"))
    #expect((llama.headSize, llama.keyValueHeadCount, llama.ropeTheta) == (8, 4, 10_000))
    #expect((llama.normEpsilon, llama.activation, llama.tiesEmbeddings) == (1e-6, .silu, false))
    #expect(llama.elementType == nil && llama.startToken == nil && llama.vocabularies.isEmpty)
    #expect(try File(Self.json("llama", ["num_key_value_heads": "null", "head_dim": "null"])).headSize == 8)
    let sparse = try File(Self.json("qwen3_moe", ["hidden_size": "30", "head_dim": "6"]))
    #expect(sparse.headSize == 6 && sparse.experts?.normalizesWeights == false)
    #expect(try File(Self.json("gpt2")).tiesEmbeddings)
    #expect(try File(Self.json("gpt2", ["n_inner": "null"])).intermediateSize == 128)
    #expect(try File(Self.json("gpt2", ["n_inner": "7"])).intermediateSize == 7)
    #expect(try File(Self.json("gpt2", ["n_embd": "", "hidden_size": "64"])).hiddenSize == 64)
  }

  @Test func readsOldAndNewKeys() throws {
    func theta(_ changes: [String: String]) throws -> Double? { try File(Self.json("qwen3", changes)).ropeTheta }
    #expect(try theta(["rope_theta": "1000000.0"]) == 1e6)
    #expect(try theta(["rope_theta": "1000000", "rope_scaling": "null"]) == 1e6)
    #expect(try theta(["rope_parameters": #"{"rope_theta":5e5,"rope_type":"default"}"#]) == 5e5)
    #expect(try theta(["rope_parameters": #"{"rope_type":"default"}"#, "rope_theta": "7"]) == 7)
    #expect(try theta(["rope_scaling": #"{"type":"default"}"#]) == 10_000)
    #expect(
      try File(Self.json("qwen3_moe", ["num_experts": "", "num_local_experts": "12"])).experts?.count == 12)
    #expect(try File(Self.json("llama", ["torch_dtype": "\"bfloat16\""])).elementType == Array("bfloat16".utf8))
    let layers = ["decoder_sparse_step": "2", "mlp_only_layers": "[3]"]
    #expect(try File(Self.json("qwen3_moe", layers)).experts?.layers == [1])
    #expect(try File(Self.json("qwen3_moe", ["decoder_sparse_step": "9"])).experts?.layers == [])
    let window = ["sliding_window": "4096", "use_sliding_window": "false", "layer_types": #"["full_attention"]"#]
    #expect(fault(Self.json("qwen3", window)) == nil)
    #expect(try File(Self.json("llama", ["mlp_bias": "true", "attention_bias": "true"])).feedForwardBias)
  }

  @Test func readsOurOwnKeysAndKeepsTheRest() throws {
    let digest = String(repeating: "0123456789abcdef", count: 4)
    let file = try File(
      Self.json(
        "qwen3_moe",
        [
          "tokview_vocabularies": "{\"general\":\"\(digest)\",\"scaffold\":\"\(digest.uppercased())\"}",
          "tokview_start": "299", "bos_token_id": "5", "extra": "[1,\"a\",null]", "deep": "[[1]]", "half": "0.5",
        ]))
    #expect(file.vocabularies == ["general": digest, "scaffold": digest])
    #expect(file.startToken == 299)
    #expect(file.table["extra"] == .list([.integer(1), .text(Array("a".utf8)), .null]))
    #expect(file.table["deep"] == .nested)
    #expect(file.table["half"] == .number(0.5))
    #expect(file.table["none"] == nil)
    #expect(try File(Self.json("llama", ["bos_token_id": "128000"])).startToken == nil)
    #expect(try File(Self.json("llama", ["bos_token_id": "7"])).startToken == 7)
  }

  /// Type, changed keys, kind of error, and a part of its message.
  static let hostile: [(String, [String: String], FormatError.Kind, String)] = {
    let digits = String(repeating: "9", count: 400)
    return [
      ("mixtral", [:], .unsupported, "\"mixtral\""),
      ("mixtral", [:], .unsupported, "*.trace.safetensors"),
      ("\\u001b[2J", [:], .unsupported, "model_type"),
      ("llama", ["model_type": ""], .missing, "config.json"),
      ("llama", ["model_type": "7"], .value, "a string"),
      ("llama", ["num_attention_heads": "0"], .value, "from 1"),
      ("llama", ["num_attention_heads": "5"], .inconsistent, "not divisible by 5 heads"),
      ("gpt2", ["n_head": "5"], .inconsistent, "n_head"),
      ("llama", ["num_key_value_heads": "0"], .value, "num_key_value_heads"),
      ("llama", ["num_key_value_heads": "3"], .inconsistent, "4 heads cannot share 3"),
      ("llama", ["num_key_value_heads": "8"], .inconsistent, "4 heads cannot share 8"),
      ("llama", ["head_dim": "7"], .inconsistent, "even"),
      ("llama", ["head_dim": "0"], .value, "head_dim"),
      ("llama", ["num_hidden_layers": "1000000000"], .value, "num_hidden_layers"),
      ("llama", ["num_hidden_layers": "0"], .value, "num_hidden_layers"),
      ("llama", ["num_hidden_layers": "2.5"], .value, "2.5"),
      ("llama", ["num_hidden_layers": "-2"], .value, "-2"),
      ("llama", ["num_hidden_layers": "\"2\""], .value, "a string"),
      ("llama", ["num_hidden_layers": "true"], .value, "true or false"),
      ("llama", ["num_hidden_layers": ""], .missing, "num_hidden_layers"),
      ("gpt2", ["n_layer": ""], .missing, "n_layer"),
      ("llama", ["hidden_size": digits], .value, "hidden_size"),
      ("llama", ["hidden_size": "1e999"], .value, "too large"),
      ("llama", ["vocab_size": "0"], .value, "vocab_size"),
      ("llama", ["vocab_size": "99999999999999999999"], .value, "vocab_size"),
      ("llama", ["max_position_embeddings": "0"], .value, "max_position_embeddings"),
      ("llama", ["intermediate_size": "0"], .value, "intermediate_size"),
      ("llama", ["rms_norm_eps": "0"], .value, "above 0"),
      ("llama", ["rms_norm_eps": "-1e-6"], .value, "above 0"),
      ("llama", ["rms_norm_eps": "NaN"], .syntax, "byte"),
      ("llama", ["rope_theta": "0"], .value, "rope_theta"),
      ("llama", ["hidden_act": "\"xielu\""], .unsupported, "xielu"),
      ("qwen3_moe", ["num_experts": "0"], .value, "num_experts"),
      ("qwen3_moe", ["num_experts": ""], .missing, "num_experts"),
      ("qwen3_moe", ["num_experts": "1000000000"], .value, "num_experts"),
      ("qwen3_moe", ["num_local_experts": "7"], .inconsistent, "num_local_experts: contradicts num_experts"),
      ("qwen3_moe", ["num_experts_per_tok": "0"], .value, "num_experts_per_tok"),
      ("qwen3_moe", ["num_experts_per_tok": "7"], .inconsistent, "7 of 6"),
      ("qwen3_moe", ["moe_intermediate_size": "0"], .value, "moe_intermediate_size"),
      ("qwen3_moe", ["decoder_sparse_step": "0"], .value, "decoder_sparse_step"),
      ("qwen3_moe", ["mlp_only_layers": "[4]"], .value, "0 to 3"),
      ("qwen3_moe", ["mlp_only_layers": "[-1]"], .value, "0 to 3"),
      ("qwen3_moe", ["mlp_only_layers": "7"], .value, "an array"),
      ("qwen3", ["use_sliding_window": "true", "sliding_window": "4096"], .unsupported, "sliding"),
      ("qwen3", ["layer_types": #"["full_attention","sliding_attention"]"#], .unsupported, "sliding_attention"),
      ("qwen3", ["layer_types": "[1]"], .value, "strings"),
      ("llama", ["rope_scaling": #"{"rope_type":"llama3","factor":8.0}"#], .unsupported, "llama3"),
      ("llama", ["rope_scaling": #"{"type":"linear","factor":2.0}"#], .unsupported, "linear"),
      ("llama", ["rope_parameters": #"{"rope_type":"yarn","rope_theta":1e4}"#], .unsupported, "yarn"),
      ("llama", ["rope_parameters": #"{"full_attention":{"rope_type":"default"}}"#], .unsupported, "by layer type"),
      ("llama", ["rope_parameters": "[]"], .value, "an object"),
      ("llama", ["rope_parameters": #"{"rope_theta":"x"}"#], .value, "rope_parameters.rope_theta"),
      ("llama", ["rope_parameters": #"{"rope_theta":5}"#, "rope_theta": "6"], .inconsistent, "contradicts"),
      ("llama", ["rope_parameters": #"{"partial_rotary_factor":0.5}"#], .unsupported, "part of each head"),
      ("llama", ["partial_rotary_factor": "0.5"], .unsupported, "part of each head"),
      ("llama", ["dtype": "\"float16\"", "torch_dtype": "\"float32\""], .inconsistent, "torch_dtype"),
      ("llama", ["quantization_config": "{}"], .unsupported, "quantised"),
      ("gpt2", ["add_cross_attention": "true"], .unsupported, "add_cross_attention"),
      ("gpt2", ["scale_attn_weights": "false"], .unsupported, "scale_attn_weights"),
      ("gpt2", ["scale_attn_by_inverse_layer_idx": "true"], .unsupported, "by layer"),
      ("gpt2", ["n_embd": "32", "hidden_size": "64"], .inconsistent, "contradicts n_embd"),
      ("llama", ["tie_word_embeddings": "1"], .value, "true or false"),
      ("llama", ["tokview_vocabularies": #"{"general":"abc"}"#], .value, "tokview_vocabularies.general"),
      ("llama", ["tokview_vocabularies": "{\"g\":\"\(String(repeating: "g", count: 64))\"}"], .value, "SHA-256"),
      ("llama", ["tokview_vocabularies": "[]"], .value, "an object"),
      ("llama", ["tokview_start": "300"], .value, "tokview_start"),
      ("llama", ["bos_token_id": "-1"], .value, "bos_token_id"),
      ("llama", ["x": String(repeating: "[", count: 100_000)], .limit, "levels"),
      (
        "llama", ["hidden_size": "262144", "intermediate_size": "262144", "num_hidden_layers": "1024"], .limit,
        "weights"
      ),
    ]
  }()

  @Test(arguments: hostile.indices)
  func refuses(_ row: Int) {
    let (type, changes, kind, part) = Self.hostile[row]
    let error = fault(Self.json(type, changes))
    let shown = error.map(\.description) ?? "accepted"
    #expect(error?.kind == kind, "\(type) \(changes): \(shown)")
    #expect(shown.contains(part), "\(type) \(changes): \(shown)")
    #expect(shown.count < 400 && !shown.utf8.contains { $0 < 0x20 || $0 == 0x7F }, "\(shown)")
  }

  @Test func refusesWhatIsNoConfiguration() {
    for (text, kind) in [
      ("", FormatError.Kind.syntax), ("[]", .value), ("{}", .missing), ("{\"model_type\":\"llama\"}x", .syntax),
      ("{\"vocab_size\":1,\"vocab_size\":1}", .duplicate), ("\u{FEFF}{}", .syntax),
    ] {
      #expect(fault(Array(text.utf8))?.kind == kind, "\(text)")
    }
    var limits = File.Limits()
    limits.bytes = 10
    #expect(fault(Self.json("llama"), limits)?.kind == .limit)
  }
}
