"""Muon: momentum whose update is made orthogonal, for matrices and stacks of matrices.

(Jordan et al. 2024, "Muon: an optimizer for hidden layers in neural networks"; quintic Newton-Schulz, five steps)
"""

import torch


def orthogonal(update: torch.Tensor, steps: int = 5) -> torch.Tensor:
    """The nearest (semi-)orthogonal matrix to each matrix of `update` [..., rows, columns], roughly; zero stays zero."""
    a, b, c = 3.4445, -4.7750, 2.0315
    wide = update.shape[-2] <= update.shape[-1]
    x = update if wide else update.mT
    x = (x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)).bfloat16()
    for _ in range(steps):
        square = x @ x.mT
        x = a * x + (b * square + c * square @ square) @ x
    return (x if wide else x.mT).to(update.dtype)


class Muon(torch.optim.Optimizer):
    def __init__(self, parameters, lr: float, momentum: float = 0.95, weight_decay: float = 0.1):
        super().__init__(parameters, dict(lr=lr, momentum=momentum, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is None:
                    continue
                state = self.state[parameter]
                if "momentum" not in state:
                    state["momentum"] = torch.zeros_like(parameter)
                state["momentum"].lerp_(parameter.grad, 1 - group["momentum"])
                update = orthogonal(parameter.grad.lerp(state["momentum"], group["momentum"]))
                scale = max(1, parameter.shape[-2] / parameter.shape[-1]) ** 0.5
                parameter.mul_(1 - group["lr"] * group["weight_decay"])
                parameter.add_(update, alpha=-group["lr"] * scale)
