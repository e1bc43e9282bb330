"""The model: stock Qwen3MoeForCausalLM with null experts, and the losses it is trained with."""

import torch
import torch.nn.functional as F
from transformers import Qwen3MoeConfig, Qwen3MoeForCausalLM
from transformers.integrations.moe import ALL_EXPERTS_FUNCTIONS

REAL_EXPERTS = 8
NULL_EXPERTS = 4
SIZES = {"cpu": dict(hidden_size=128, heads=4), "accelerator": dict(hidden_size=160, heads=5)}


def skip_nulls(experts, hidden_states, top_k_index, top_k_weights):
    """The experts' sum without the null experts, whose term is exactly zero. [tokens, d] -> [tokens, d]"""
    chosen = top_k_index.reshape(-1)
    counts = torch.bincount(chosen, minlength=REAL_EXPERTS + NULL_EXPERTS)[:REAL_EXPERTS].tolist()
    order = chosen.argsort(stable=True)[: sum(counts)]
    token = order // top_k_index.shape[-1]
    kind = torch.get_autocast_dtype("cpu") if torch.is_autocast_enabled("cpu") else hidden_states.dtype
    gate_up, down = experts.gate_up_proj.to(kind), experts.down_proj.to(kind)
    parts = []
    for expert, rows in enumerate(hidden_states.to(kind)[token].split(counts)):
        gate, up = (rows @ gate_up[expert].T).chunk(2, -1)
        parts.append((F.silu(gate) * up) @ down[expert].T)
    weighted = torch.cat(parts) * top_k_weights.reshape(-1)[order, None].to(kind)
    return torch.zeros_like(hidden_states).index_add(0, token, weighted.to(hidden_states.dtype))


ALL_EXPERTS_FUNCTIONS.register("skip_nulls", skip_nulls)


def configuration(size: str, vocabulary: int) -> Qwen3MoeConfig:
    width, heads = SIZES[size]["hidden_size"], SIZES[size]["heads"]
    return Qwen3MoeConfig(
        vocab_size=vocabulary, hidden_size=width, num_hidden_layers=4, num_attention_heads=heads,
        num_key_value_heads=heads, head_dim=32, intermediate_size=256, moe_intermediate_size=256,
        num_experts=REAL_EXPERTS + NULL_EXPERTS, num_experts_per_tok=3, norm_topk_prob=False, decoder_sparse_step=1,
        tie_word_embeddings=True, attention_bias=False, max_position_embeddings=512,
        rope_parameters={"rope_type": "default", "rope_theta": 1000.0}, rms_norm_eps=1e-6,
        bos_token_id=vocabulary - 1, eos_token_id=vocabulary - 1, output_router_logits=False, use_cache=False)


def build(size: str, vocabulary: int) -> Qwen3MoeForCausalLM:
    """A fresh model whose last four experts are zero.

    Query and key norms start at 2: with 1 a head can give at most exp(sqrt(32)) times the weight of an average key to the
    best one, too little for a sharp head over hundreds of keys.
    """
    model = Qwen3MoeForCausalLM(configuration(size, vocabulary))
    with torch.no_grad():
        for layer in model.model.layers:
            layer.mlp.experts.gate_up_proj[REAL_EXPERTS:] = 0
            layer.mlp.experts.down_proj[REAL_EXPERTS:] = 0
            layer.self_attn.q_norm.weight.fill_(2)
            layer.self_attn.k_norm.weight.fill_(2)
    model.set_experts_implementation("skip_nulls")
    return model


def hidden_and_router(model, ids):
    """Final hidden states [batch, length, d] and the router logits of each layer [tokens, experts]."""
    logits = []
    handles = [layer.mlp.gate.register_forward_hook(lambda _, __, output: logits.append(output[0]))
               for layer in model.model.layers]
    try:
        hidden = model.model(input_ids=ids, use_cache=False).last_hidden_state
    finally:
        for handle in handles:
            handle.remove()
    return hidden, logits


def router_losses(logits, top_k: int = 3):
    """Load balance, computed for each layer and averaged (1 when even), and the z-loss.

    The null experts' loads are averaged: how the load is spread among them does not matter, their total share does.
    """
    balance = z = 0.0
    for layer in logits:
        layer = layer.float()
        probabilities = layer.softmax(-1)
        chosen = probabilities.topk(top_k, -1).indices
        load = torch.bincount(chosen.reshape(-1), minlength=layer.shape[-1]).float() / chosen.numel()
        load[REAL_EXPERTS:] = load[REAL_EXPERTS:].mean()
        balance = balance + layer.shape[-1] * (load * probabilities.mean(0)).sum()
        z = z + layer.logsumexp(-1).square().mean()
    return balance / len(logits), z / len(logits)


class SampledSoftmax:
    """Cross-entropy over the batch's targets and some unigram draws instead of the whole vocabulary.

    Logits of candidates are corrected by the log of their probability of being a candidate, so that the sum of exponentials
    is an unbiased estimate of the whole one; the row's own target is certain and is not corrected.
    (Jean et al. 2015, arXiv 1412.2007, section 3)
    """

    def __init__(self, unigram: torch.Tensor, draws: int):
        self.unigram = (unigram.float() + 1) / (unigram.float() + 1).sum()
        self.draws = draws

    def __call__(self, hidden, embedding, targets):
        drawn = torch.multinomial(self.unigram, self.draws, replacement=True)
        candidates, place = torch.cat([targets, drawn]).unique(return_inverse=True)
        place = place[: len(targets)]
        inclusion = -torch.expm1(torch.log1p(-self.unigram[candidates]) * (len(targets) + self.draws))
        scores = (hidden @ embedding[candidates].to(hidden.dtype).T).float()
        own = scores.gather(1, place[:, None])
        scores = (scores - inclusion.log()).scatter(1, place[:, None], own)
        return (scores.logsumexp(-1) - own[:, 0]).mean()


class FullSoftmax(torch.autograd.Function):
    """Cross-entropy over the whole vocabulary in slices of rows; the gradient is made on the way, so no logits are kept."""

    @staticmethod
    def forward(context, hidden, embedding, targets, rows: int = 256):
        weight = embedding.to(hidden.dtype)
        d_hidden = torch.empty_like(hidden)
        d_weight = torch.zeros_like(embedding)
        total = 0.0
        for start in range(0, len(targets), rows):
            part, wanted = hidden[start:start + rows], targets[start:start + rows]
            scores = (part @ weight.T).float()
            normal = scores.logsumexp(-1, keepdim=True)
            total = total + (normal[:, 0] - scores.gather(1, wanted[:, None])[:, 0]).sum()
            slope = scores.sub_(normal).exp_()
            slope[torch.arange(len(wanted)), wanted] -= 1
            slope = (slope / len(targets)).to(hidden.dtype)
            d_hidden[start:start + rows] = slope @ weight
            d_weight += (slope.T @ part).float()
        context.save_for_backward(d_hidden, d_weight)
        return total / len(targets)

    @staticmethod
    def backward(context, slope):
        d_hidden, d_weight = context.saved_tensors
        return d_hidden * slope, d_weight * slope, None, None
