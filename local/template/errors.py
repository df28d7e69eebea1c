"""What may be wrong with a template, as sentences a person can act on."""


class TemplateError(Exception):
    """The template cannot run on one machine; the message names the resource or intrinsic, and what to do."""
