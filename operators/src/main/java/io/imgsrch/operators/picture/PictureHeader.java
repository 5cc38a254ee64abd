package io.imgsrch.operators.picture;

import io.imgsrch.config.event.Reason;
import java.nio.BufferUnderflowException;

/**
 * What a file says of itself before any pixel is decoded, and the part of it a decoder may see.
 *
 * @param width of the canvas as stored, in pixels, before the orientation is applied
 * @param height of the canvas as stored
 * @param frame where the (first) frame lies on the canvas
 * @param orientation EXIF orientation, 1 to 8
 * @param essence a file of the same format without metadata, profiles, thumbnails and later frames:
 *     less for a decoder to trip over, and no compressed text that could unfold
 */
@SuppressWarnings("ArrayRecordComponent") // Handed to a decoder at once, never compared.
public record PictureHeader(
    PictureFormat format, int width, int height, Frame frame, int orientation, byte[] essence) {

  /** A rectangle on the canvas, in pixels. */
  public record Frame(int x, int y, int width, int height) {
    boolean fills(int canvasWidth, int canvasHeight) {
      return x == 0 && y == 0 && width == canvasWidth && height == canvasHeight;
    }
  }

  static PictureHeader still(
      PictureFormat format, int width, int height, int orientation, byte[] essence) {
    return new PictureHeader(
        format, width, height, new Frame(0, 0, width, height), orientation, essence);
  }

  /**
   * Reads the header; costs one walk over the file's blocks and one copy of it.
   *
   * @param maxPixels largest width × height accepted, of the canvas and of the frame
   * @throws PictureException for every reason there is
   */
  public static PictureHeader read(byte[] file, long maxPixels) throws PictureException {
    PictureFormat format = PictureFormat.of(file);
    PictureHeader header;
    try {
      header =
          switch (format) {
            case JPEG -> JpegFile.read(file);
            case PNG -> PngFile.read(file);
            case GIF -> GifFile.read(file);
            case WEBP -> WebpFile.read(file);
            case BMP -> BmpFile.read(file);
          };
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      // Every walk reads through a bounded ByteBuffer: leaving it means that the file is cut off.
      throw new PictureException(
          Reason.BROKEN_PICTURE, "The " + format + " file ends before its picture does.", e);
    }
    header.requireAtMost(maxPixels);
    return header;
  }

  private void requireAtMost(long maxPixels) throws PictureException {
    if (width <= 0 || height <= 0 || frame.width <= 0 || frame.height <= 0) {
      throw PictureException.broken(
          "The " + format + " file says it is " + width + " × " + height + " pixels.");
    }
    long pixels = Math.max((long) width * height, (long) frame.width * frame.height);
    if (pixels > maxPixels) {
      throw new PictureException(
          Reason.TOO_MANY_PIXELS,
          String.format(
              "The picture has %d × %d pixels, more than the %d allowed: send a smaller one.",
              width, height, maxPixels));
    }
    if ((long) frame.x + frame.width > width || (long) frame.y + frame.height > height) {
      throw PictureException.broken("The first frame does not lie within the picture.");
    }
  }
}
