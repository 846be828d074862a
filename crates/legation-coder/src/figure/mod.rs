//! Figures: quantities linked to what they measure, whose, when and by whom.
