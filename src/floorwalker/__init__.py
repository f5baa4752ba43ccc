"""Floorwalker: the open workbench of the contact-centre and customer-service supervisor."""

__version__ = "0.1.0"
