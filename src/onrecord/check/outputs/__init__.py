"""A checked draft in other people's formats: Word comments, a page, a list for editors."""
