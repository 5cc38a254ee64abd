package io.imgsrch.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * For the tests that start the platform as its users do, on the ports that it has by default. Tests
 * run in several processes at a time, so they take turns by a lock on a file.
 */
public final class DefaultPortsExtension implements BeforeAllCallback, AfterAllCallback {
  private static final Path LOCK = Path.of("target", "default-ports.lock");

  private @Nullable FileChannel lock;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    var file = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    file.lock();
    lock = file;
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (lock != null) {
      lock.close();
    }
  }
}
