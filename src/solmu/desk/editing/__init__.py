"""Editing that people trust: nothing typed is lost, nobody overwrites another, and nothing is done twice.

`merging` is the arithmetic of two people at one form, `forms` and `fields` what a form of the desk is, `saving` the one
way in which every form of the desk is shown, checked and carried out, `leaving` what happens when somebody does not
save: a closed tab, an expired session.
"""
