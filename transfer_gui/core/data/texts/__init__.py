"""How a text becomes the input that a recipe prescribes: one module for each kind of recipe.

Each has `prepare`, `normalise`, `nothing` and `passage`, which the domain of texts calls by the recipe at hand.
A share of a text may be `lost`: left out or hidden by chance, drawn with `generator`.
"""
