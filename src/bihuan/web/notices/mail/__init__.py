"""The one letter a day: written, kept, sent, and never sent twice."""
