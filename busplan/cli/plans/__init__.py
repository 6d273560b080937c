"""What `busplan plan` can be asked, one file a question."""
