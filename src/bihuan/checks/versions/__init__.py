"""Two versions of a report, or a feedback and the report that answers it: what is the same, what is not."""
