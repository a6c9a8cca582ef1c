# SPDX-License-Identifier: GPL-3.0-or-later
"""Judges pictures, given as three bytes a pixel; and sets what they depend on."""

import subprocess


def brightness(pixels):
    """Of the whole, 0 (black) to 1 (white)."""
    sample = pixels[::7]
    return sum(sample) / len(sample) / 255 if sample else 0.0


def has_text(pixels):
    """Whether it is a text console that shows something: dark, with some
    lit pixels, and neither blank nor a page of ours instead of the screen."""
    sample = pixels[1::3]
    lit = sum(1 for value in sample if value > 100)
    return brightness(pixels) < 0.3 and lit > 60


def set_dark(dark):
    subprocess.run(["gsettings", "set", "org.gnome.desktop.interface", "color-scheme",
                    "prefer-dark" if dark else "default"], check=True)
