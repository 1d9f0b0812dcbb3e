"""Training, evaluation and export of the DeepFER models."""

__version__ = "0.1.0"
