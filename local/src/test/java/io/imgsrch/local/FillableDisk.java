package io.imgsrch.local;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.apache.flink.core.fs.local.LocalRecoverableWriter;

/**
 * The local disk under a scheme of its own, which a test fills: then files can still be made, and
 * nothing can be written into them. Flink finds it through the service of its file systems.
 */
public final class FillableDisk extends LocalFileSystem {
  private static final String SCHEME = "fillable";
  private static final AtomicBoolean FULL = new AtomicBoolean();
  private static final AtomicLong REFUSED = new AtomicLong();

  /** Makes the file system for Flink. */
  public static final class Factory implements FileSystemFactory {
    @Override
    public String getScheme() {
      return SCHEME;
    }

    @Override
    public FileSystem create(URI uri) {
      return new FillableDisk();
    }
  }

  /** Flink's settings for checkpoints on this disk, of which each piece of state is a file. */
  static Map<String, String> forCheckpointsIn(java.nio.file.Path directory) {
    return Map.of(
        "execution.checkpointing.dir",
        SCHEME + ":" + directory.toAbsolutePath(),
        "execution.checkpointing.data-inline-threshold",
        "0");
  }

  static void fill() {
    FULL.set(true);
  }

  static void free() {
    FULL.set(false);
  }

  /** How many writes it had no room for. */
  static long refused() {
    return REFUSED.get();
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public FSDataOutputStream create(Path path, WriteMode mode) throws IOException {
    return new File(super.create(path, mode));
  }

  /** None: it would write past this class. */
  @Override
  public LocalRecoverableWriter createRecoverableWriter() {
    throw new UnsupportedOperationException("files are written in order, or not at all");
  }

  private static final class File extends FSDataOutputStream {
    private final FSDataOutputStream file;

    File(FSDataOutputStream file) {
      this.file = file;
    }

    @Override
    public void write(int oneByte) throws IOException {
      requireSpace();
      file.write(oneByte);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      requireSpace();
      file.write(bytes, offset, length);
    }

    private static void requireSpace() throws IOException {
      if (FULL.get()) {
        REFUSED.incrementAndGet();
        throw new IOException("No space left on device");
      }
    }

    @Override
    public long getPos() throws IOException {
      return file.getPos();
    }

    @Override
    public void flush() throws IOException {
      file.flush();
    }

    @Override
    public void sync() throws IOException {
      file.sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
