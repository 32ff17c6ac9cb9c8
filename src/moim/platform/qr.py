"""QR codes as pictures (ISO/IEC 18004), drawn when they are asked for."""

from io import BytesIO

QUIET_MODULES = 4  # what the standard asks to leave free around a code


def qr_svg(text: str) -> str:
    """``text`` as an SVG image, black on white whatever surrounds it.

    Error correction level M: the code still reads with 15 % of it covered or torn.
    """
    import segno  # noqa: PLC0415 - only few requests need it, the start does not

    kept = BytesIO()
    segno.make(text, error="m", micro=False).save(
        kept,
        kind="svg",
        border=QUIET_MODULES,
        dark="#000",
        light="#fff",
        xmldecl=False,
        omitsize=True,
    )
    return kept.getvalue().decode()
