"""What a family of models is, in a sentence or two for somebody who has to choose."""

from ..translation import mark

WORDS = mark({
    "AlexNet": "The network that began it all (Krizhevsky et al., 2012). Large and old; of interest for comparison.",
    "Bag of words": "Dense layers over how often a text has each word, whatever their order. Learns from scratch.",
    "ConvNeXt": "Convolutions brought up to date with what transformers taught (Liu et al., 2022). Accurate, robust.",
    "DenseNet": "Every layer sees all before it (Huang et al., 2017). Few parameters, much memory in training.",
    "EfficientNet": "Depth, width and picture size scaled together (Tan and Le, 2019). Accurate for its computing.",
    "EfficientNet V2": "EfficientNet made quicker to train (Tan and Le, 2021). Accurate; larger pictures.",
    "GoogLeNet": "Several filter sizes side by side (Szegedy et al., 2015). Small and old, still usable.",
    "Inception": "GoogLeNet's successor (Szegedy et al., 2016). Made for pictures of 299 px.",
    "Keras": "Any network for pictures that Keras saved (.h5, .keras): import the file. That which ships knows faces.",
    "MaxViT": "Convolution and two kinds of attention in turn (Tu et al., 2022). Pictures of one size only.",
    "MNASNet": "Found by search for phones (Tan et al., 2019). Small and quick.",
    "MobileNet V2": "Made for phones (Sandler et al., 2018). Small, quick, a good first choice without a GPU.",
    "MobileNet V3": "Made for phones, found by search (Howard et al., 2019). Very quick on a CPU.",
    "RegNet X": "A family of plain networks found by design rules (Radosavovic et al., 2020).",
    "RegNet Y": "RegNet X with attention to channels (Radosavovic et al., 2020). Accurate for its computing.",
    "ResNet": "Residual networks (He et al., 2016): sturdy, well understood, easy to fine-tune. A good first choice.",
    "ResNeXt": "ResNet with grouped convolutions (Xie et al., 2017). A little more accurate at the same cost.",
    "ShuffleNet V2": "Made for speed on small devices (Ma et al., 2018). Tiny and quick.",
    "SqueezeNet": "Very few parameters (Iandola et al., 2016). Tiny, quick on any machine, modest accuracy.",
    "Swin Transformer": "Attention in shifted windows (Liu et al., 2021). Accurate; needs more memory.",
    "Swin Transformer V2": "Swin for larger pictures (Liu et al., 2022). Accurate; needs more memory and time.",
    "Text encoder": "A transformer that read many texts (Devlin et al., 2019). Accurate; slow without a GPU.",
    "VGG": "Plain stacks of small filters (Simonyan and Zisserman, 2015). Large, slow; its features transfer well.",
    "Vision Transformer": "Attention over patches of the picture (Dosovitskiy et al., 2021). Accurate with strong "
    "weights; pictures of one size only.",
    "Voice encoder": "Knows voices apart by 1.6 seconds (Wan et al., 2018). For speech; knows little of other sounds.",
    "Word vectors": "Networks over vectors of words, learned from six billion (Pennington et al., 2014). English.",
    "Wide ResNet": "ResNet with more channels (Zagoruyko and Komodakis, 2016). Accurate, heavy.",
})  # fmt: skip
"""By family, as in `ModelEntry.family`."""
