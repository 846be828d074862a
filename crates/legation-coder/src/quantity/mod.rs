//! Quantities: the numbers of the text, with unit and comparator.
