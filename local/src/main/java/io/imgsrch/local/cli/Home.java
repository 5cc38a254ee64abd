package io.imgsrch.local.cli;

import io.imgsrch.local.client.ClientException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The clone that the launcher runs from. */
public final class Home {
  private static final String PROPERTY = "imgsrch.home";

  private Home() {}

  /**
   * The folder of the sample catalogue.
   *
   * @throws ClientException if it is not where the launcher says
   */
  public static Path sample() throws ClientException {
    var sample = Path.of(System.getProperty(PROPERTY, ".")).resolve("local").resolve("sample");
    if (!Files.isDirectory(sample)) {
      throw new ClientException(
          "the sample catalogue is not at "
              + sample.toAbsolutePath()
              + ": start ./imgsrch of the clone");
    }
    return sample;
  }
}
