"""Facts about Chinese official text: pure functions on ``str`` that know no report."""
