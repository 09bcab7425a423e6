"""The typeface of everything printed, taken from the installed font package.

WeasyPrint asks fontconfig for fonts, and fontconfig reads the file that FONTCONFIG_FILE names. We
name our own, so that the same agenda looks the same on every machine, and because a machine
without any font makes WeasyPrint crash.
"""

import os
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

import font_source_sans_pro

FACE = "Source Sans Pro"
SYSTEM_FONTS = "/usr/share/fonts"
"""Only asked for a letter that our face lacks (Armenian, Arabic, Chinese)."""

_CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <dir>{system}</dir>
  <selectfont><rejectfont><glob>{fonts}/*.otf</glob></rejectfont></selectfont>
  <match target="pattern">
    <edit name="family" mode="append_last"><string>{face}</string></edit>
  </match>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


@lru_cache(maxsize=1)
def use_our_fonts() -> Path:
    """Point fontconfig at our fonts, once per process; gives the configuration file.

    Must run before WeasyPrint is loaded. The folder goes away with the process.
    """
    folder = _scratch_folder()
    config = Path(folder.name) / "fonts.conf"
    fonts = Path(font_source_sans_pro.__file__).parent / "files"
    config.write_text(
        _CONFIG.format(
            fonts=escape(str(fonts)),
            system=SYSTEM_FONTS,
            face=FACE,
            cache=escape(str(Path(folder.name) / "cache")),
        ),
        encoding="utf-8",
    )
    use_fonts_of(config)
    return config


def use_fonts_of(config: Path) -> None:
    """Point fontconfig at a configuration that another process wrote, and share its cache."""
    # Written, not read: it is how fontconfig, a C library, is told anything at all.
    os.environ["FONTCONFIG_FILE"] = str(config)


@lru_cache(maxsize=1)
def _scratch_folder() -> TemporaryDirectory[str]:
    """Kept by the cache, so that it lives as long as the process."""
    return TemporaryDirectory(prefix="hubmeet-fonts-")
