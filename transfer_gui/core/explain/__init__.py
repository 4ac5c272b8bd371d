"""Networks run on examples, to see what they make of them."""
