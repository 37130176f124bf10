"""Scans hosts through Ansible and reports the gaps to the Estonian information security standard E-ITS."""

__version__ = "0.1.0"
