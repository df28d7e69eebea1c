"""`make docs`: writes the generated pages."""

from conformance.pages import write_pages

write_pages()
