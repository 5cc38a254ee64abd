package io.imgsrch.local.cli;

import io.imgsrch.config.ConfigurationException;
import io.imgsrch.local.catalogue.CatalogueException;
import io.imgsrch.local.client.ClientException;
import io.imgsrch.local.server.PlatformException;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.ExitCode;

/** How a command that failed tells its user: expected failures as they are, others briefly. */
record FailureReport(FailureLog log, boolean verbose) {

  /** Prints the failure and gives the exit code. */
  int report(Exception failure, PrintWriter out) {
    if (isExpected(failure)) {
      out.println("imgsrch: " + failure.getMessage());
    } else {
      out.printf(
          "imgsrch: an unexpected error, %s: %s (%s)%n",
          failure.getClass().getSimpleName(), failure.getMessage(), logged(failure));
    }
    if (verbose) {
      failure.printStackTrace(out);
    }
    out.flush();
    return ExitCode.SOFTWARE;
  }

  private static boolean isExpected(Exception failure) {
    return failure instanceof ClientException
        || failure instanceof CatalogueException
        || failure instanceof ConfigurationException
        || failure instanceof PlatformException;
  }

  private String logged(Exception failure) {
    try {
      log.append(failure);
      return "details in " + log.file();
    } catch (IOException e) {
      return "use --verbose for details; " + log.file() + " cannot be written";
    }
  }
}
