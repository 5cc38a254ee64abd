package io.imgsrch.bench.ingest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes pictures that nobody has seen: the pixels of known ones, with a comment before them. Other
 * bytes, another hash, and the same work to decode.
 */
final class NewPictures {
  private static final int MARKER = 0xFF;
  private static final int START = 0xD8;
  private static final int COMMENT = 0xFE;

  /** Bytes by which a comment's length counts itself. */
  private static final int LENGTH = 2;

  private final List<byte[]> originals;
  private int made;

  /**
   * Pictures like these.
   *
   * @param originals JPEG files
   */
  NewPictures(List<byte[]> originals) {
    this.originals = List.copyOf(originals);
  }

  /** The next ones, each original in its turn. */
  List<byte[]> next(int count) {
    var pictures = new ArrayList<byte[]>(count);
    for (int i = 0; i < count; i++, made++) {
      pictures.add(commented(originals.get(made % originals.size()), "new picture " + made));
    }
    return pictures;
  }

  static byte[] commented(byte[] jpeg, String text) {
    if ((jpeg[0] & 0xFF) != MARKER || (jpeg[1] & 0xFF) != START) {
      throw new IllegalArgumentException("a picture of the benchmark is no JPEG file");
    }
    var comment = text.getBytes(StandardCharsets.US_ASCII);
    int length = LENGTH + comment.length;
    var file = new ByteArrayOutputStream(jpeg.length + 2 + length);
    file.write(jpeg, 0, 2);
    file.write(MARKER);
    file.write(COMMENT);
    file.write(length >>> 8);
    file.write(length);
    file.writeBytes(comment);
    file.write(jpeg, 2, jpeg.length - 2);
    return file.toByteArray();
  }
}
