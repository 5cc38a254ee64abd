package io.imgsrch.local.cli;

import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** Says on standard error what was passed over. */
final class ForeignRecords {
  private ForeignRecords() {}

  static void say(long foreign, CommandSpec spec) {
    if (foreign > 0) {
      var err = spec.commandLine().getErr();
      err.printf(
          Locale.ROOT,
          "imgsrch: passed over %,d records of catalog.dead-letters that no job of imgsrch wrote%n",
          foreign);
      err.flush();
    }
  }
}
