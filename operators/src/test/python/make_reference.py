#!/usr/bin/env python3
"""Makes the reference pictures and their expected vectors, by the model's contract, with Pillow.

usage: python3 -m venv venv && venv/bin/pip install pillow numpy "onnxruntime<1.29"
       venv/bin/python operators/src/test/python/make_reference.py      (from anywhere)

Writes operators/src/test/resources/io/imgsrch/operators/picture/reference/: pictures made from the public-domain
sample catalogue, and vectors.txt with one line per picture: file name, base64 of 256 little-endian float32.
The files depend on the versions of Pillow and its codecs (made with Pillow 13.0.0); what the test needs is only that
pictures and vectors come from one run.
"""
import base64
import struct
import zlib
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image, ImageOps

ROOT = Path(__file__).resolve().parents[4]
SAMPLE = ROOT / "local/sample/images"
MODEL = ROOT / "operators/src/main/resources/io/imgsrch/operators/embed/effnet-lite0-gem3-pca256.onnx"
OUT = ROOT / "operators/src/test/resources/io/imgsrch/operators/picture/reference"
SIDE = 224


# ---- the model's contract

def to_rgb(image):
    """First frame, upright, 8 bits, on white."""
    image.seek(0)
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I;16"):
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8)).convert("RGB")
    if "A" in image.getbands() or "transparency" in image.info:
        image = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    return image.convert("RGB")


def model_input(image):
    """uint8 [224, 224, 3]: long side to 224, antialiased bicubic, centred on white."""
    scale = SIDE / max(image.size)
    width, height = (max(1, int(side * scale + 0.5)) for side in image.size)
    canvas = Image.new("RGB", (SIDE, SIDE), "white")
    small = image.resize((width, height), Image.Resampling.BICUBIC)
    canvas.paste(small, ((SIDE - width) // 2, (SIDE - height) // 2))
    return np.asarray(canvas)


# ---- the pictures

def sample(number):
    return Image.open(SAMPLE / f"P{number:04d}.jpg").convert("RGB")


def cut_out(number):
    """A sample picture whose white turns transparent, softly."""
    rgb = np.asarray(sample(number)).astype(int)
    alpha = np.clip((255 - rgb.min(axis=2)) * 4, 0, 255)
    return Image.fromarray(np.dstack([rgb, alpha]).astype(np.uint8), "RGBA")


def collage(width, height, numbers, columns):
    canvas = Image.new("RGB", (width, height), (236, 240, 228))
    rows = -(-len(numbers) // columns)
    cell = (width // columns, height // rows)
    for i, number in enumerate(numbers):
        tile = ImageOps.contain(sample(number), (cell[0] - 8, cell[1] - 8), Image.Resampling.BICUBIC)
        canvas.paste(tile, (i % columns * cell[0] + 4, i // columns * cell[1] + 4))
    return canvas


def png_of_16_bits(path, rgb):
    """16-bit RGB, which Pillow reads but does not write."""
    samples = rgb.astype(np.uint16) * 257
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in samples)
    height, width, _ = rgb.shape

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
                     + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


def png_with_color_key(path, image):
    """RGB whose one transparent colour, the most common but white, is named in a tRNS chunk."""
    counts = sorted(image.getcolors(), reverse=True)
    key = next(color for _, color in counts if min(color) < 200)
    image.save(path, transparency=key, optimize=True)


def ycck(path, image):
    """Pillow writes CMYK; with YCbCr of the inks in its bands and Adobe's transform set to 2, it is YCCK."""
    bands = ImageOps.invert(image).convert("YCbCr").split()
    black = Image.new("L", image.size, 255)
    stored = [ImageOps.invert(band) for band in bands] + [ImageOps.invert(black)]
    Image.merge("CMYK", stored).save(path, quality=85)
    data = bytearray(path.read_bytes())
    data[data.index(b"Adobe") + 11] = 2
    path.write_bytes(data)


def make_pictures():
    def rotated(number, orientation, name):
        exif = Image.Exif()
        exif[0x112] = orientation
        sample(number).crop((0, 0, 260, 180)).save(OUT / name, quality=85, exif=exif)

    sample(13).save(OUT / "plain.jpg", quality=85)
    sample(24).save(OUT / "progressive-444.jpg", quality=80, progressive=True, subsampling=0)
    sample(31).convert("L").save(OUT / "grey.jpg", quality=85)
    sample(42).convert("CMYK").save(OUT / "cmyk.jpg", quality=85)
    ycck(OUT / "ycck.jpg", sample(53))
    for orientation, number in ((2, 60), (3, 64), (5, 75), (6, 86), (7, 90), (8, 97)):
        rotated(number, orientation, f"orientation-{orientation}.jpg")
    collage(1860, 1400, range(101, 113), 4).save(OUT / "large.jpg", quality=60)
    collage(1100, 150, range(120, 128), 8).save(OUT / "wide.jpg", quality=80)
    collage(90, 700, range(130, 138), 1).save(OUT / "tall.png", optimize=True)
    sample(141).resize((31, 24), Image.Resampling.LANCZOS).save(OUT / "tiny.png", optimize=True)
    cut_out(152).save(OUT / "alpha.png", optimize=True)
    cut_out(163).resize((160, 160)).quantize(64).save(OUT / "palette-alpha.png", optimize=True)
    sample(174).quantize(12).save(OUT / "palette.png", optimize=True)
    png_of_16_bits(OUT / "rgb16.png", np.asarray(sample(185).resize((150, 150))))
    grey = np.asarray(sample(196).convert("L").resize((150, 150))).astype(np.uint16) * 257
    Image.fromarray(grey).save(OUT / "grey16.png", optimize=True)
    png_with_color_key(OUT / "color-key.png", sample(207).quantize(32).convert("RGB"))
    sample(218).save(OUT / "lossy.webp", quality=75)
    sample(229).resize((200, 200)).save(OUT / "lossless.webp", lossless=True)
    cut_out(240).save(OUT / "lossy-alpha.webp", quality=75)
    cut_out(251).resize((200, 200)).save(OUT / "lossless-alpha.webp", lossless=True)
    frames = [sample(number).resize((240, 240)) for number in (262, 273, 284)]
    frames[0].save(OUT / "animated.gif", save_all=True, append_images=frames[1:], duration=200, loop=0)
    frames[2].save(OUT / "animated.webp", save_all=True, append_images=frames[:2], duration=200, quality=75)
    sample(295).resize((96, 96)).save(OUT / "pixels.bmp")


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.iterdir():
        old.unlink()
    make_pictures()
    pictures = sorted(OUT.iterdir())
    session = onnxruntime.InferenceSession(str(MODEL), providers=["CPUExecutionProvider"])
    lines = []
    for picture in pictures:
        with Image.open(picture) as image:
            pixels = model_input(to_rgb(image))
        vector = session.run(["embedding"], {"image": pixels[None]})[0][0]
        lines.append(f"{picture.name} {base64.b64encode(vector.astype('<f4').tobytes()).decode()}\n")
    (OUT / "vectors.txt").write_text("".join(lines))
    total = sum(picture.stat().st_size for picture in pictures)
    print(f"{len(pictures)} pictures, {total:,} bytes")


if __name__ == "__main__":
    main()
