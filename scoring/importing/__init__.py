"""Recognises, reads, cleans and checks the files of a partner."""
