package io.imgsrch.operators.picture;

import io.imgsrch.config.event.Reason;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import javax.imageio.ImageReader;

/**
 * Bounds what decoding one file may cost. The decoding thread itself looks, whenever the reader
 * wants bytes or has pixels, so that no thread is left behind; and at processor time, so that a
 * busy machine refuses no good picture.
 */
final class DecodeLimit extends ReadProgress {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Duration limit;
  private final long end;
  private boolean exceeded;

  DecodeLimit(Duration limit) {
    this.limit = limit;
    this.end = THREADS.getCurrentThreadCpuTime() + limit.toNanos();
  }

  @Override
  public void imageProgress(ImageReader reader, float percentageDone) {
    if (isExceeded()) {
      reader.abort();
    }
  }

  /** For whoever hands bytes to the reader. */
  void check() throws IOException {
    if (isExceeded()) {
      throw new IOException("decoding took too long");
    }
  }

  private boolean isExceeded() {
    exceeded |= THREADS.getCurrentThreadCpuTime() > end;
    return exceeded;
  }

  /** Where it is exceeded, that is the reason, whatever the reader made of the interruption. */
  void throwIfExceeded(PictureFormat format) throws PictureException {
    if (exceeded) {
      throw new PictureException(
          Reason.TOO_COSTLY,
          "The %s file takes more than %d ms of processor time to decode: save it anew, or smaller."
              .formatted(format, limit.toMillis()));
    }
  }
}
