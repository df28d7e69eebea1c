"""The words that say what is done with the costs: their intent, measures, groups, exclusions."""
