package io.imgsrch.operators.picture;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * Bytes in memory for ImageIO. Reads beyond the end are answered a few times, for decoders look
 * ahead, and then end the decoding: the one for lossless WebP would otherwise go on with zeros, an
 * exception for each pixel.
 */
final class BytesInput extends ImageInputStreamImpl {
  private static final int LOOK_AHEAD = 64;

  /** Bytes handed out between two looks at the clock, which cost a system call each. */
  private static final int BYTES_PER_CHECK = 4096;

  private final byte[] bytes;
  private final DecodeLimit limit;
  private int readsBeyondEnd;
  private int unchecked;

  BytesInput(byte[] bytes, DecodeLimit limit) {
    this.bytes = bytes;
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    checkClosed();
    bitOffset = 0;
    if (streamPos >= bytes.length) {
      return end();
    }
    count(1);
    return bytes[(int) streamPos++] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    checkClosed();
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    if (streamPos >= bytes.length) {
      return end();
    }
    int count = Math.min(length, bytes.length - (int) streamPos);
    count(count);
    System.arraycopy(bytes, (int) streamPos, target, offset, count);
    streamPos += count;
    return count;
  }

  private void count(int read) throws IOException {
    unchecked += read;
    if (unchecked >= BYTES_PER_CHECK) {
      unchecked = 0;
      limit.check();
    }
  }

  private int end() throws IOException {
    if (++readsBeyondEnd > LOOK_AHEAD) {
      throw new IOException("it ends before its picture does");
    }
    return -1;
  }

  @Override
  public long length() {
    return bytes.length;
  }
}
