"""Pages of the loop: plan, work, review, after closure."""
