"""Recognises, reads, cleans and checks the files of a partner."""

from scoring.importing.importer import import_reports
from scoring.importing.summary import ImportSummary

__all__ = ["ImportSummary", "import_reports"]
