package io.imgsrch.operators.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** Files that give no picture, or try to cost more than one. */
public final class BadFiles {
  private static final int PNG_HEADER = 8 + 12 + 13;

  private BadFiles() {}

  public static byte[] avif() {
    return HexFormat.of().parseHex("000000206674797061766966000000006176696600000000");
  }

  public static byte[] heic() {
    return HexFormat.of().parseHex("000000206674797068656963000000006865696300000000");
  }

  public static byte[] svg() {
    return "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>".getBytes(UTF_8);
  }

  /** The first bytes of a file. */
  public static byte[] cut(byte[] file, int percent) {
    return Arrays.copyOf(file, (int) ((long) file.length * percent / 100));
  }

  /** An RGB PNG of one {@code IDAT}, whose checksums are right. */
  public static byte[] png(int width, int height, byte[] deflatedRows) {
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put(new byte[] {8, 2, 0, 0, 0});
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("\211PNG\r\n\032\n".getBytes(ISO_8859_1));
    chunk(out, "IHDR", header.array());
    chunk(out, "IDAT", deflatedRows);
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  /** So many zeros, deflated to a thousandth. */
  public static byte[] deflatedZeros(int length) {
    return deflated(new byte[0], length);
  }

  /** The picture with a comment that unfolds to 64 MiB. */
  public static byte[] withCompressedText(byte[] png) {
    byte[] head = "Comment\0\0".getBytes(ISO_8859_1);
    return withChunk(png, "zTXt", deflated(head, 64 << 20));
  }

  /** The same picture in other bytes: a JPEG or PNG with a comment. */
  public static byte[] numbered(byte[] file, int number) {
    byte[] comment = "Number\0%010d".formatted(number).getBytes(ISO_8859_1);
    if (file[0] != (byte) 0xFF) {
      return withChunk(file, "tEXt", comment);
    }
    ByteBuffer out = ByteBuffer.allocate(file.length + 4 + comment.length);
    out.put(file, 0, 2).put((byte) 0xFF).put((byte) 0xFE);
    out.putShort((short) (2 + comment.length)).put(comment).put(file, 2, file.length - 2);
    return out.array();
  }

  private static byte[] withChunk(byte[] png, String type, byte[] data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(png, 0, PNG_HEADER);
    chunk(out, type, data);
    out.write(png, PNG_HEADER, png.length - PNG_HEADER);
    return out.toByteArray();
  }

  private static byte[] deflated(byte[] head, int zeros) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head);
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      byte[] block = new byte[1 << 16];
      for (int left = zeros; left > 0; left -= block.length) {
        deflater.write(block, 0, Math.min(left, block.length));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
    byte[] name = type.getBytes(ISO_8859_1);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    out.writeBytes(name);
    out.writeBytes(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
