"""Memory counted on a real step, tensor by tensor: the reference of the estimate, which knows nothing of it."""

import gc
import weakref
from dataclasses import replace

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from transfer_gui.core import inputs
from transfer_gui.core.data.loader import Batch
from transfer_gui.core.data.mixing import mixed
from transfer_gui.core.job import Data, Device, Job, Source, Training
from transfer_gui.core.models import build, cut
from transfer_gui.core.training import checkpointing, freezing, optimiser
from transfer_gui.core.training.distributed import World
from transfer_gui.core.training.movement import Origin
from transfer_gui.core.training.step import Stepper

CPU = torch.device("cpu")
CLASSES = 5


class Live(TorchDispatchMode):
    """The bytes of all tensors that are held, by their memory: views count once. In this thread alone."""

    def __init__(self):
        super().__init__()
        self.now = self.peak = 0
        self._held = {}

    def count(self, *tensors):
        for tensor in tensors:
            storage = tensor.untyped_storage()
            if storage._cdata not in self._held:
                self._held[storage._cdata] = storage.nbytes()
                self.now += storage.nbytes()
                weakref.finalize(storage, self._gone, storage._cdata)
        self.peak = max(self.peak, self.now)

    def _gone(self, memory):
        self.now -= self._held.pop(memory)

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        if not torch._C._dispatch_has_kernel_for_dispatch_key(func.name(), "CPU"):
            with self:  # in inference mode an operation comes whole, and hides what it makes on the way
                parts = func.decompose(*args, **kwargs)
            if parts is not NotImplemented:
                return parts
        out = func(*args, **kwargs)
        self.count(*(t for t in tree_leaves((args, kwargs, out)) if isinstance(t, torch.Tensor)))
        return out


def job(model, plan, batch=4, augmentation="light", **device):
    return Job(
        source=Source(model=model, weights="none"),
        plan=plan,
        data=Data(augmentation=augmentation),
        training=Training(batch_size=batch),
        device=Device(**({"name": "cpu", "workers": 0} | device)),
    )


def bare(root):
    """A tree whose estimate leaves out what a processor's kernels take beside: it is no tensor, and not seen live."""
    parameters = tuple(replace(used, work=0) for used in root.tape.parameters)
    return replace(root, tape=replace(root.tape, parameters=parameters))


class Run:
    """A network and its optimiser as a run has them, and steps on made pictures, or on what a `recipe` asks for."""

    def __init__(self, made, size, model=None, recipe=None):
        self.job, self.size, self.recipe = made, size, recipe
        layout = torch.contiguous_format if made.device.channels_last == "off" else torch.channels_last
        torch.manual_seed(0)
        options = build.options(made.source.model, image_size=size)
        self.model = (model or build._construct(made.source.model, CLASSES, options)).to(memory_format=layout)
        self.origin = Origin(self.model)
        names = freezing.apply(self.model, made.plan, 0)
        self.sgd = optimiser.build(self.model, made.plan, made.training, names)
        self.origin.keep(self.model, names)
        checkpointing.apply(self.model, made.device.checkpointing)
        freezing.set_modes(self.model, made.plan, 0)
        self.stepper = Stepper(made, self.model, self.sgd, None, CPU, World())
        self.fixed = None

    def cut(self):
        """Run what is frozen once from here on, and the rest on its output."""
        place = cut.cuts(self.model, torch.zeros(2, 3, self.size, self.size))[0]
        self.fixed = cut.prefix(self.model, place)
        rest = cut.rest(self.model, place)
        self.stepper = Stepper(self.job, self.model, self.sgd, None, CPU, World(), rest)

    def batch(self):
        size = self.job.training.batch_size
        labels = torch.arange(size) % CLASSES
        generator = torch.Generator().manual_seed(1)
        if self.recipe is not None:
            made = inputs.noise(self.recipe, size, generator)
            as_they_are = torch.Tensor.float if made.is_floating_point() else torch.Tensor.long
            return Batch(made, labels, size, tuple(range(size)), normalise=as_they_are)
        images = torch.randn(size, 3, self.size, self.size, generator=generator)
        batch = Batch(images, labels, size, tuple(range(size)))
        if self.fixed is None:
            return batch
        with torch.inference_mode():
            found = self.fixed(images.to(memory_format=torch.channels_last))
        return replace(batch, stored=tuple(value.clone() for value in found))

    def gradient(self):
        """The loss of one batch, its gradients left in the parameters."""
        count = self.job.training.accumulate
        whole = self.batch()
        if self.job.training.mixup:
            whole = mixed(whole, self.job.training.mixup, 3)
        share = self.stepper.share(whole.labels)
        torch.manual_seed(2)
        return sum(self.stepper.accumulate(part, share)[0] for part in checkpointing.parts(whole, count))

    def step(self):
        loss = self.gradient()
        self.stepper.update()
        return loss

    def peak(self):
        """The most that is held in the second step, in bytes: the model, its momentum and its start included."""
        self.step()
        gc.collect()
        live = Live()
        momentum = (state["momentum_buffer"] for state in self.sgd.state.values())
        live.count(*self.model.state_dict().values(), *self.origin.copies.values(), *momentum)
        with live:
            self.step()
        return live.peak


def saved(run):
    """What autograd keeps in a forward pass, in bytes, before the first module that learns is computed and after."""
    kept, found, behind = {}, [0, 0], []
    own = {t.untyped_storage().data_ptr() for t in (*run.model.parameters(), *run.model.buffers())}

    def pack(tensor):
        memory = tensor.untyped_storage()
        if memory.data_ptr() not in own and memory.data_ptr() not in kept:
            kept[memory.data_ptr()] = memory
            found[bool(behind)] += memory.nbytes()
        return tensor

    def enter(module, _):
        if any(p.requires_grad for p in module.parameters(recurse=False)):
            behind.append(module)

    handles = [module.register_forward_pre_hook(enter) for module in run.model.modules()]
    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        logits = run.model(run.batch().images)
    for handle in handles:
        handle.remove()
    assert logits.requires_grad
    return tuple(found)
