package io.imgsrch.operators.picture;

import io.imgsrch.config.event.Reason;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Duration;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes a picture after its header was checked. Thread-safe; holds no pixels between calls.
 *
 * <p>Takes up to 8 bytes of heap per pixel (16-bit PNG with alpha), 3 for the usual JPEG, and no
 * more processor time than it is given: a file made for it could keep a reader busy for minutes.
 */
public final class PictureDecoder {
  public static final long DEFAULT_MAX_PIXELS = 50_000_000;

  public static final Duration DEFAULT_LIMIT = Duration.ofSeconds(8);

  private final long maxPixels;
  private final Duration limit;
  private final ImageReaders readers = new ImageReaders();

  public PictureDecoder(long maxPixels) {
    this(maxPixels, DEFAULT_LIMIT);
  }

  /**
   * @param limit processor time for one file
   */
  public PictureDecoder(long maxPixels, Duration limit) {
    this.maxPixels = maxPixels;
    this.limit = limit;
  }

  /**
   * Decodes the whole picture, or the first frame of an animation.
   *
   * @param file JPEG, PNG, GIF, WebP or BMP, whatever its name or media type says
   * @throws PictureException with the reason, for every file that gives no picture
   */
  public Picture decode(byte[] file) throws PictureException {
    return decode(header(file));
  }

  /**
   * What the file says of itself, and the part of it that is decoded.
   *
   * @throws PictureException with the reason, if that is no picture, or too large a one
   */
  public PictureHeader header(byte[] file) throws PictureException {
    return PictureHeader.read(file, maxPixels);
  }

  /**
   * Decodes what {@link #header} let through.
   *
   * @throws PictureException with the reason, if there are no pixels behind the header
   */
  public Picture decode(PictureHeader header) throws PictureException {
    DecodeLimit decodeLimit = new DecodeLimit(limit);
    try {
      return new Picture(canvas(header, frame(header, decodeLimit)), header.orientation());
    } catch (IOException | RuntimeException e) {
      decodeLimit.throwIfExceeded(header.format());
      // The readers answer damage with every kind of unchecked exception, too.
      throw new PictureException(
          Reason.BROKEN_PICTURE, "The " + header.format() + " file is damaged: " + e, e);
    }
  }

  private BufferedImage frame(PictureHeader header, DecodeLimit decodeLimit)
      throws IOException, PictureException {
    ImageReader reader = readers.open(header.format());
    DamageListener damage = new DamageListener();
    try (ImageInputStream in = new BytesInput(header.essence(), decodeLimit)) {
      reader.addIIOReadWarningListener(damage);
      reader.addIIOReadProgressListener(decodeLimit);
      reader.setInput(in, true, true);
      PictureHeader.Frame frame = header.frame();
      if (reader.getWidth(0) != frame.width() || reader.getHeight(0) != frame.height()) {
        throw PictureException.broken(
            "The " + header.format() + " file gives its size twice, and differently.");
      }
      BufferedImage pixels = pixels(reader, header);
      decodeLimit.throwIfExceeded(header.format());
      damage.throwIfAny(header.format());
      return pixels;
    } finally {
      reader.dispose();
    }
  }

  private static BufferedImage pixels(ImageReader reader, PictureHeader header) throws IOException {
    if (header.format() != PictureFormat.JPEG) {
      return reader.read(0);
    }
    if (JpegInk.isInk(reader)) {
      return JpegInk.read(reader, header);
    }
    ImageReadParam into = reader.getDefaultReadParam();
    if (reader.getImageTypes(0).next().getNumBands() == 3) {
      into.setDestination(RgbImage.blank(header.frame().width(), header.frame().height()));
    }
    return reader.read(0, into);
  }

  private static BufferedImage canvas(PictureHeader header, BufferedImage frame) {
    if (header.frame().fills(header.width(), header.height())) {
      return frame;
    }
    BufferedImage canvas =
        new BufferedImage(header.width(), header.height(), BufferedImage.TYPE_4BYTE_ABGR);
    Graphics2D graphics = canvas.createGraphics();
    graphics.drawImage(frame, header.frame().x(), header.frame().y(), null);
    graphics.dispose();
    return canvas;
  }
}
