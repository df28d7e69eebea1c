"""An optional language model: it may propose a plan and word an answer; code checks both. Off by default."""
