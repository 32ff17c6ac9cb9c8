"""The soft glow (뽀샤시): light that spills over its edges, shadows that let go."""

from PIL import Image, ImageChops, ImageFilter

from moim.contexts.workouts.domain.certificate import GLOW_MAX

SHRINK = 4  # blurred at a quarter of the size: the eye sees no difference, the clock does
RADIUS = 0.021  # of the short side
SPILL = 0.78  # how much of the blurred light is screened over
SOFT = 0.40  # how much of the result is soft light instead
VEIL = 0.22  # how much of the blur itself lies over skin and sky


def soft_glow(image: Image.Image, strength: int) -> Image.Image:
    """The image with a glow of ``strength`` from 0 (the very image) to 100.

    Orton's darkroom effect (a blurred, lighter copy over a sharp one) in its digital form:
    screen and soft light of a Gaussian blur.
    """
    if strength <= 0:
        return image
    blurred = blurred_copy(image, RADIUS)
    spilled = ImageChops.screen(image, blurred.point([round(v * SPILL) for v in range(256)] * 3))
    soft = ImageChops.soft_light(image, blurred)
    glowing = Image.blend(Image.blend(spilled, soft, SOFT), blurred, VEIL)
    return Image.blend(image, glowing, min(strength, GLOW_MAX) / GLOW_MAX)


def blurred_copy(image: Image.Image, radius: float) -> Image.Image:
    """A Gaussian blur of ``radius`` (share of the short side), worked out at a quarter size."""
    small = image.reduce(SHRINK)
    small = small.filter(ImageFilter.GaussianBlur(radius * min(small.size)))
    return small.resize(image.size, Image.Resampling.BILINEAR)
