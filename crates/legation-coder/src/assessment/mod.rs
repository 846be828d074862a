//! Assessments: judgements, forecasts, dilemmas and constraints.
