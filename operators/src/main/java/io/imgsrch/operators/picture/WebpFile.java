package io.imgsrch.operators.picture;

import io.imgsrch.operators.picture.PictureHeader.Frame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** WebP: RIFF chunks; the first frame becomes a still picture of its own. */
final class WebpFile {
  private static final int FIRST_CHUNK = 12;
  private static final int RIFF = fourCc("RIFF");
  private static final int WEBP = fourCc("WEBP");
  private static final int VP8 = fourCc("VP8 ");
  private static final int VP8L = fourCc("VP8L");
  private static final int VP8X = fourCc("VP8X");
  private static final int ALPH = fourCc("ALPH");
  private static final int ANMF = fourCc("ANMF");
  private static final int EXIF = fourCc("EXIF");
  private static final int ANMF_HEADER = 16;
  private static final byte HAS_ALPHA = 0x10;

  @SuppressWarnings("ArrayRecordComponent") // Lives within one call, never compared.
  private record Chunk(int type, byte[] data) {
    int padded() {
      return data.length + (data.length & 1);
    }
  }

  private final ByteBuffer in;
  private int width;
  private int height;
  private int orientation = ExifOrientation.UPRIGHT;
  private @Nullable Frame frame;
  private byte @Nullable [] alpha;
  private byte @Nullable [] essence;

  private WebpFile(byte[] file) {
    in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }

  static PictureHeader read(byte[] file) throws PictureException {
    return new WebpFile(file).walk();
  }

  private PictureHeader walk() throws PictureException {
    int end = Math.addExact(8, in.getInt(4));
    if (end < FIRST_CHUNK || end > in.capacity()) {
      throw PictureException.broken("The WEBP file ends before its picture does.");
    }
    chunks(FIRST_CHUNK, end);
    if (frame == null || essence == null) {
      throw PictureException.broken("The WEBP file holds no frame.");
    }
    if (width == 0) {
      width = frame.width();
      height = frame.height();
    }
    return new PictureHeader(PictureFormat.WEBP, width, height, frame, orientation, essence);
  }

  private void chunks(int from, int end) throws PictureException {
    in.position(from);
    while (end - in.position() >= 8) {
      int type = in.getInt();
      int length = in.getInt();
      int start = in.position();
      if (length < 0 || length > end - start) {
        throw PictureException.broken("The WEBP file ends before its picture does.");
      }
      if (type == VP8X) {
        width = 1 + medium(start + 4);
        height = 1 + medium(start + 7);
      } else if (type == EXIF) {
        orientation = exif(start, length);
      } else if (essence == null) {
        frameChunk(type, start, length);
      }
      in.position(Math.min(end, start + length + (length & 1)));
    }
  }

  private void frameChunk(int type, int start, int length) throws PictureException {
    if (type == ANMF && frame == null) {
      frame =
          new Frame(
              2 * medium(start),
              2 * medium(start + 3),
              1 + medium(start + 6),
              1 + medium(start + 9));
      chunks(start + ANMF_HEADER, start + length);
    } else if (type == ALPH) {
      alpha = bytes(start, length);
    } else if (type == VP8) {
      int w = in.getShort(start + 6) & 0x3FFF;
      int h = in.getShort(start + 8) & 0x3FFF;
      Chunk picture = new Chunk(VP8, bytes(start, length));
      still(
          w,
          h,
          alpha == null
              ? riff(picture)
              : riff(new Chunk(VP8X, extended(w, h)), new Chunk(ALPH, alpha), picture));
    } else if (type == VP8L) {
      int bits = in.getInt(start + 1);
      int w = (bits & 0x3FFF) + 1;
      int h = (bits >>> 14 & 0x3FFF) + 1;
      still(w, h, riff(new Chunk(VP8L, bytes(start, length))));
    }
  }

  /** The bitstream's size is the one that a decoder allocates: it must be the one announced. */
  private void still(int w, int h, byte[] picture) throws PictureException {
    Frame announced = frame;
    if (announced == null) {
      announced = new Frame(0, 0, width == 0 ? w : width, height == 0 ? h : height);
    }
    if (announced.width() != w || announced.height() != h) {
      throw PictureException.broken("The WEBP file announces another size than it holds.");
    }
    frame = announced;
    essence = picture;
  }

  private static byte[] extended(int w, int h) {
    byte[] data = new byte[10];
    ByteBuffer out = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    out.put(HAS_ALPHA).position(4);
    out.putShort((short) (w - 1)).put((byte) 0).putShort((short) (h - 1));
    return data;
  }

  private static byte[] riff(Chunk... chunks) {
    int length = FIRST_CHUNK;
    for (Chunk chunk : chunks) {
      length += 8 + chunk.padded();
    }
    byte[] file = new byte[length];
    ByteBuffer out = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(RIFF).putInt(length - 8).putInt(WEBP);
    for (Chunk chunk : chunks) {
      int end = out.position() + 8 + chunk.padded();
      out.putInt(chunk.type).putInt(chunk.data.length).put(chunk.data).position(end);
    }
    return file;
  }

  private int exif(int start, int length) {
    byte[] block = bytes(start, length);
    boolean prefixed = length > 6 && block[0] == 'E' && block[4] == 0;
    return ExifOrientation.of(prefixed ? Arrays.copyOfRange(block, 6, length) : block);
  }

  private byte[] bytes(int start, int length) {
    return Arrays.copyOfRange(in.array(), start, start + length);
  }

  private int medium(int at) {
    return (in.getShort(at) & 0xFFFF) | (in.get(at + 2) & 0xFF) << 16;
  }

  private static int fourCc(String name) {
    return name.charAt(0) | name.charAt(1) << 8 | name.charAt(2) << 16 | name.charAt(3) << 24;
  }
}
