"""The pieces of a job's script that are the same in every script, or one of a few."""

LIGHT = '''def augmented(picture, epoch, index):
    """A training picture changed at random: by up to a tenth moved, by up to 15 % scaled, half of the time mirrored."""
    torch.default_generator.manual_seed(stream(epoch, index))
    crop, shorter = PREPROCESSING["crop"], min(picture.size)
    usual = shorter * crop / PREPROCESSING["resize"]
    side = max(1, min(shorter, round(usual * torch.empty(1).uniform_(0.85, 1.15).item())))
    corner = []
    for length in (picture.height, picture.width):
        centre = length / 2 + usual * torch.empty(1).uniform_(-0.1, 0.1).item()
        corner.append(min(max(round(centre - side / 2), 0), length - side))
    mode = F.InterpolationMode(PREPROCESSING["interpolation"])
    picture = T.RandomHorizontalFlip()(F.resized_crop(picture, *corner, side, side, [crop, crop], mode))
    return F.normalize(F.to_tensor(picture), PREPROCESSING["mean"], PREPROCESSING["std"])


'''

REFERENCE = '''def augmented(picture, epoch, index):
    """A training picture changed at random as in torchvision's training recipe."""
    torch.default_generator.manual_seed(stream(epoch, index))
    mode = F.InterpolationMode(PREPROCESSING["interpolation"])
    picture = T.RandomResizedCrop(PREPROCESSING["crop"], interpolation=mode)(picture)
    picture = T.RandomHorizontalFlip()(picture)
    return F.normalize(F.to_tensor(picture), PREPROCESSING["mean"], PREPROCESSING["std"])


'''

TRIVIAL = REFERENCE.replace("recipe.", "recipe, with TrivialAugment.").replace(
    "    picture = T.RandomHorizontalFlip()(picture)\n",
    "    picture = T.TrivialAugmentWide(interpolation=mode)(T.RandomHorizontalFlip()(picture))\n",
)

AUGMENTATIONS = {"none": "", "light": LIGHT, "reference": REFERENCE, "trivial": TRIVIAL}

STREAM = '''def stream(epoch, what):
    """A seed of its own for each epoch's order and each example's augmentation."""
    return int.from_bytes(hashlib.blake2b(f"{SEED}/{epoch}/{what}".encode(), digest_size=8).digest(), "big") >> 1


'''

READ = '''def read(indices):
    """Images (n, 3, crop, crop) and labels (n,) of examples."""
    images = [prepare(open_picture(ROOT / EXAMPLES[index][2]), PREPROCESSING) for index in indices]
    labels = torch.tensor([EXAMPLES[index][1] for index in indices])
    return torch.stack(images).to(DEVICE, memory_format={layout}), labels.to(DEVICE)


'''

READ_AUGMENTED = '''def read(indices, epoch=None):
    """Images (n, 3, crop, crop) and labels (n,) of examples; in training, `epoch` is given."""
    images = []
    with torch.random.fork_rng(devices=[]):  # dropout goes on where it was
        for index in indices:
            picture = open_picture(ROOT / EXAMPLES[index][2])
            images.append(prepare(picture, PREPROCESSING) if epoch is None else augmented(picture, epoch, index))
    labels = torch.tensor([EXAMPLES[index][1] for index in indices])
    return torch.stack(images).to(DEVICE, memory_format={layout}), labels.to(DEVICE)


'''

BATCHES = '''def batches(indices, epoch):
    """The training examples in the order of this epoch, in batches; a last one of a single example joins the others."""
    order = torch.randperm(len(indices), generator=torch.Generator().manual_seed(stream(epoch, "order")))
    order = [indices[place] for place in order.tolist()]
    starts = list(range(0, len(order), BATCH_SIZE))
    if len(starts) > 1 and BATCH_SIZE > 1 and len(order) - starts[-1] == 1:
        starts.pop()
    return [order[start:end] for start, end in zip(starts, starts[1:] + [len(order)])]


'''

PIECES = '''def pieces(part):
    """A batch in the parts that it is computed in: ACCUMULATE of them, but no fewer than two pictures in each."""
    count = min(ACCUMULATE, max(1, len(part) // 2))
    return [part[len(part) * k // count : len(part) * (k + 1) // count] for k in range(count)]


'''

PLANNED = '''def planned(name, epoch):
    """Whether a tensor stands still in this epoch, and the multiplier of its learning rate.

    The rule on the longest path that covers it wins, field by field.
    """
    frozen, multiplier, unfreeze_at, parts = False, 1.0, None, name.split(".")
    for end in range(len(parts) + 1):
        rule = {plan}.get(".".join(parts[:end]), {{}})
        frozen = rule.get("frozen", frozen)
        multiplier = rule.get("multiplier", multiplier)
        unfreeze_at = rule.get("unfreeze_at", unfreeze_at)
    return frozen and (unfreeze_at is None or epoch < unfreeze_at), multiplier


def set_modes(network, epoch):
    """Training mode for what learns; evaluation mode for what is frozen, so that batch norm keeps its statistics."""
    network.train()
    tensors = [name for name, _ in network.named_parameters()] + [name for name, _ in network.named_buffers()]
    still = {{name: planned(name, epoch)[0] for name in tensors}}
    for path, module in network.named_modules():
        inside = [name for name in tensors if not path or name.startswith(path + ".")]
        if inside and all(still[name] for name in inside):
            module.eval()


def sgd(network, epoch, before):
    """SGD over what learns in this epoch; the momentum of what learned before is kept."""
    groups = {{}}
    for name, parameter in network.named_parameters():
        frozen, multiplier = planned(name, epoch)
        parameter.requires_grad_(not frozen)
        parameter.grad = None
        if not frozen:
            groups.setdefault(multiplier, []).append(parameter)
    groups = [{{"params": parameters, "multiplier": multiplier}} for multiplier, parameters in groups.items()]
    optimiser = torch.optim.SGD(groups, {settings})
    for parameter, state in before.state.items() if before else ():
        if parameter.requires_grad:
            optimiser.state[parameter] = state
    return optimiser


'''

VALIDATE = '''@torch.inference_mode()
def validate(network, indices):
    """Loss, accuracy, and balanced accuracy: the mean recall over the classes that occur."""
    network.eval()
    loss, classes = 0.0, len(CLASSES)
    confusion = torch.zeros(classes, classes, dtype=torch.float64)  # rows: true class, columns: named class
    for start in range(0, len(indices), {size}):
        images, labels = read(indices[start : start + {size}])
{forward}
        loss += float(nn.functional.cross_entropy(logits.float(), labels, reduction="sum"))
        for label, named in zip(labels.tolist(), logits.argmax(1).tolist()):
            confusion[label, named] += 1
    count, right = confusion.sum(1), confusion.diagonal()
    recall = (right[count > 0] / count[count > 0]).mean()
    return loss / len(indices), float(right.sum() / count.sum()), float(recall)


'''

SAVE = '''def save(network, path):
    """The weights, with all that is needed to use them."""
    state = network.state_dict()
    for name in state:
        state[name] = state[name].cpu().contiguous()
    fields = {"model": MODEL, "model_options": OPTIONS, "classes": CLASSES, "preprocessing": PREPROCESSING}
    torch.save({**fields, "state_dict": state}, path)


'''

MAIN = """def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    folder.mkdir(parents=True, exist_ok=True)
    network = build().to(DEVICE, memory_format={layout})
    train = [index for index, (side, _, _) in enumerate(EXAMPLES) if side == "train"]
{before}
    for epoch in range(EPOCHS):
        optimiser = sgd(network, epoch, optimiser)
        set_modes(network, epoch)
        losses = 0.0
{step}
{after}
"""

STEP = """for part in batches(train, epoch):
    images, labels = read(part{epoch})
    torch.manual_seed(zlib.crc32(f"{{SEED}}/{{step}}/0".encode()))  # for dropout
    for group in optimiser.param_groups:
        group["lr"] = rate(step, steps) * group["multiplier"]
{forward}
{backward}
    losses += loss.item() * len(part)
{update}
    step += 1
losses /= len(train)"""

PARTED_STEP = """for part in batches(train, epoch):
    for group in optimiser.param_groups:
        group["lr"] = rate(step, steps) * group["multiplier"]
    share = {share}
    for number, piece in enumerate(pieces(part)):  # each adds its share to the gradient of the batch
        images, labels = read(piece{epoch})
        torch.manual_seed(zlib.crc32(f"{{SEED}}/{{step}}/{{number}}".encode()))  # for dropout
{forward}
{backward}
        losses += loss.item() * len(part)
{update}
    step += 1
losses /= len(train)"""

WHOLE_STEP = """for group in optimiser.param_groups:
    group["lr"] = rate(step, 1) * group["multiplier"]
for number, part in enumerate({parts}):  # each adds its share to the gradient of the whole set
    images, labels = read(part{epoch})
    torch.manual_seed(zlib.crc32(f"{{SEED}}/{{step}}/{{number}}".encode()))  # for dropout
{forward}
{backward}
    losses += loss.item()
{update}
step += 1"""

AFTER = """save(network, folder / "last.pt")
print(f"epoch {epoch + 1}: training loss {losses:.4f}")"""

AFTER_VALIDATED = """loss, accuracy, balanced = validate(network, val)
print(
    f"epoch {{epoch + 1}}: training loss {{losses:.4f}}, validation loss {{loss:.4f}}, "
    f"accuracy {{accuracy:.4f}}, balanced accuracy {{balanced:.4f}}"
)
save(network, folder / "last.pt")
if best is None or (-balanced, loss) < best:
    best{stale} = (-balanced, loss){zero}
    save(network, folder / "best.pt")
{patience}"""

PATIENCE = """else:
    stale += 1
    if stale >= {patience}:
        break"""
