package io.imgsrch.local.server;

import java.io.IOException;
import java.io.InterruptedIOException;

/** How servers are closed. */
final class Closing {
  /** A close that waits. */
  interface Wait {
    void run() throws IOException, InterruptedException;
  }

  private Closing() {}

  /** Runs a close whose caller expects no interruption: the thread stays marked as interrupted. */
  static void run(Wait close) throws IOException {
    try {
      close.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("The close was interrupted");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  /** Closes something because of a failure, which stays the one that is told. */
  static void after(Throwable failure, AutoCloseable server) {
    try {
      server.close();
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }
}
