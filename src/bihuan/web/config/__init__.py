"""Settings, addresses and the page frame of the product."""
