"""An office's own Word templates: documented fields, what a template may hold, filling one with facts."""
