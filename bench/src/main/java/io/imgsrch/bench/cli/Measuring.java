package io.imgsrch.bench.cli;

import io.imgsrch.local.cli.OrderlyEnd;
import io.imgsrch.local.cli.PlatformOptions;
import io.imgsrch.local.server.DataDirectory;
import io.imgsrch.local.server.Logs;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.ExitCode;

/** What is measured with servers of one's own, which Ctrl-C ends in order. */
@FunctionalInterface
interface Measuring {
  /** Measures, and writes the results. */
  void run(DataDirectory data) throws Exception;

  /**
   * Runs it in the directory of a platform.
   *
   * @param out where it writes its results
   * @return the command's exit code
   */
  static int run(PlatformOptions options, Path out, PrintWriter console, Measuring measuring)
      throws Exception {
    try (var end = new OrderlyEnd();
        var data = options.dataDirectory()) {
      Logs.into(data.logs());
      measuring.run(data);
      console.println("Written: " + out.toAbsolutePath().normalize());
      return ExitCode.OK;
    } catch (InterruptedException e) {
      console.println("Ended early.");
      return ExitCode.SOFTWARE;
    } finally {
      console.flush();
    }
  }
}
