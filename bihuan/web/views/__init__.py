"""Views: input becomes a question or a command, the answer becomes a page. Twenty lines each, no rule in any."""
