"""The template, as the tests read it."""

from tools.template import ROOT, resources, template

__all__ = ["ROOT", "resources", "template"]
