"""The lab: from photographs to a shipped model. It may import the product, never the other way."""
