"""What the evaluation is made of: pairs to measure on, restorers to measure, statistics, tables, a report."""
