"""Step Functions on moto's interpreter of the Amazon States Language, with redrive and AWS's rules."""
