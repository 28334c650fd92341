"""Offers that employers leave and needs that schools leave in the chat: asked for, checked, stored, matched."""
