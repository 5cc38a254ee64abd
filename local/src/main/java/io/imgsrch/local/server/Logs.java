package io.imgsrch.local.server;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.logging.log4j.core.config.Configurator;

/** Where this process logs to. */
public final class Logs {
  private static final String CONFIGURATION = "/log4j2-platform.properties";

  private Logs() {}

  /** Sends all logs to {@code imgsrch.log} in a directory, made if it is missing. */
  public static void into(Path directory) throws IOException {
    Files.createDirectories(directory);
    URL configuration = Logs.class.getResource(CONFIGURATION);
    if (configuration == null) {
      throw new IOException("The resource " + CONFIGURATION + " is missing from the jar");
    }
    System.setProperty("imgsrch.logs", directory.toString());
    try {
      URI uri = configuration.toURI();
      Configurator.reconfigure(uri);
    } catch (URISyntaxException e) {
      throw new IOException("The address of " + CONFIGURATION + " is unreadable", e);
    }
  }
}
