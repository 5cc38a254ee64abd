package io.imgsrch.local.cli;

import io.imgsrch.local.server.Cache;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** Where unexpected errors are written in full. */
public record FailureLog(Path file) {

  /** In the cache. */
  public static FailureLog ofUser() {
    return new FailureLog(Cache.ofUser().root().resolve("logs").resolve("commands.log"));
  }

  void append(Throwable failure) throws IOException {
    var text = new StringWriter();
    text.append(Instant.now().toString()).append(' ');
    failure.printStackTrace(new PrintWriter(text));
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text.toString(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
