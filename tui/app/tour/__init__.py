"""The guided tour: an invented article with mistakes in its suggestions, and the steps that mend them."""
