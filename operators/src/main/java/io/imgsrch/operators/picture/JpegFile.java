package io.imgsrch.operators.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.imgsrch.config.event.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** JPEG: segments up to the first scan, then entropy-coded data that only a decoder can check. */
final class JpegFile {
  private static final int SOF0 = 0xC0;
  private static final int SOF2 = 0xC2;
  private static final int SOF15 = 0xCF;
  private static final int DHT = 0xC4;
  private static final int JPG = 0xC8;
  private static final int DAC = 0xCC;
  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int APP0 = 0xE0;
  private static final int APP1 = 0xE1;
  private static final int APP14 = 0xEE;
  private static final int APP15 = 0xEF;
  private static final int COM = 0xFE;

  /** Encoders write about ten. Each costs a walk over all pixels, though it be a few bytes long. */
  private static final int MAX_SCANS = 100;

  /** Says that three components are YCbCr. Carries no thumbnail. */
  private static final byte[] JFIF =
      "\u00ff\u00e0\0\u0010JFIF\0\1\1\0\0\1\0\1\0\0".getBytes(ISO_8859_1);

  private final ByteBuffer in;
  private final ByteArrayOutputStream tables;
  private byte[] frame = {};
  private byte[] adobe = {};
  private boolean jfif;
  private int orientation = ExifOrientation.UPRIGHT;

  private JpegFile(byte[] file) {
    in = ByteBuffer.wrap(file, 2, file.length - 2);
    tables = new ByteArrayOutputStream(file.length);
  }

  static PictureHeader read(byte[] file) throws PictureException {
    return new JpegFile(file).walk();
  }

  private PictureHeader walk() throws PictureException {
    for (int marker = nextMarker(); marker != SOS; marker = nextMarker()) {
      if (marker == EOI || marker == SOI) {
        throw PictureException.broken("The JPEG file ends before its picture starts.");
      }
      int start = in.position();
      byte[] segment = new byte[Math.max(0, (in.getShort() & 0xFFFF) - 2)];
      in.get(segment);
      take(marker, segment, start);
    }
    if (frame.length == 0) {
      throw PictureException.broken("The JPEG file has a picture without a size.");
    }
    requireFewScans();
    ByteBuffer sof = ByteBuffer.wrap(frame);
    int height = sof.getShort(1) & 0xFFFF;
    int width = sof.getShort(3) & 0xFFFF;
    return PictureHeader.still(PictureFormat.JPEG, width, height, orientation, essence());
  }

  /** Within a scan, 0xFF is a marker's start unless zero follows. */
  private void requireFewScans() throws PictureException {
    byte[] file = in.array();
    int scans = 1;
    for (int i = in.position(); i + 1 < file.length; i++) {
      if (file[i] == (byte) 0xFF && file[i + 1] == (byte) SOS && ++scans > MAX_SCANS) {
        throw new PictureException(
            Reason.TOO_COSTLY,
            "The JPEG file has more than " + MAX_SCANS + " scans: save it anew.");
      }
    }
  }

  private int nextMarker() throws PictureException {
    if ((in.get() & 0xFF) != 0xFF) {
      throw PictureException.broken("The JPEG file has bytes where a marker must stand.");
    }
    int marker = 0xFF;
    while (marker == 0xFF) {
      marker = in.get() & 0xFF;
    }
    return marker;
  }

  private void take(int marker, byte[] segment, int start) throws PictureException {
    if (marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC) {
      requireDecodable(marker, segment);
      frame = segment;
    } else if (marker == APP0) {
      jfif |= startsWith(segment, "JFIF\0");
    } else if (marker == APP1) {
      if (startsWith(segment, "Exif\0\0") && orientation == ExifOrientation.UPRIGHT) {
        orientation = ExifOrientation.of(Arrays.copyOfRange(segment, 6, segment.length));
      }
    } else if (marker == APP14 && startsWith(segment, "Adobe") && segment.length >= 12) {
      adobe = segment;
    }
    boolean metadata = (marker >= APP0 && marker <= APP15) || marker == COM;
    if (!metadata) {
      tables.write(0xFF);
      tables.write(marker);
      tables.write(in.array(), start, in.position() - start);
    }
  }

  private void requireDecodable(int marker, byte[] sof) throws PictureException {
    if (frame.length > 0) {
      throw PictureException.broken("The JPEG file gives its size twice.");
    }
    if (marker > SOF2) {
      throw PictureException.unsupported("a lossless, hierarchical or arithmetic-coded JPEG");
    }
    int components = sof[5];
    if (sof[0] != 8 || components < 1 || components > 4 || components == 2) {
      throw PictureException.unsupported(
          "a JPEG of " + components + " components of " + sof[0] + " bits");
    }
  }

  /**
   * ImageIO takes unmarked components that are not subsampled for RGB, where every other decoder
   * takes them for YCbCr: mark them.
   */
  private byte[] essence() {
    int components = frame[5];
    boolean named = components == 3 && frame[6] == 'R' && frame[9] == 'G' && frame[12] == 'B';
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.capacity());
    out.write(0xFF);
    out.write(SOI);
    if (components <= 3 && (jfif || (adobe.length == 0 && !named))) {
      out.writeBytes(JFIF);
    }
    if (adobe.length > 0) {
      out.writeBytes(new byte[] {(byte) 0xFF, (byte) APP14, 0, (byte) (12 + 2)});
      out.write(adobe, 0, 12);
    }
    out.writeBytes(tables.toByteArray());
    out.write(0xFF);
    out.write(SOS);
    out.write(in.array(), in.position(), in.remaining());
    return out.toByteArray();
  }

  /** Adobe's colour transform of an essence, whose second segment tells it; 0 without one. */
  static int adobeTransform(byte[] essence) {
    return (essence[3] & 0xFF) == APP14 ? essence[17] & 0xFF : 0;
  }

  private static boolean startsWith(byte[] segment, String name) {
    byte[] wanted = name.getBytes(ISO_8859_1);
    return segment.length >= wanted.length
        && Arrays.equals(segment, 0, wanted.length, wanted, 0, wanted.length);
  }
}
