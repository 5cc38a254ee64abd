package io.imgsrch.bench.search.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Every measurement as a line, written at once. */
public final class Csv implements AutoCloseable {
  static final String HEADER =
      "peer,shape,kept_percent,phase,rows_per_s,threads,repetition,mean_kept,effort,seconds,searches,"
          + "qps,p50_us,p99_us,recall_at_20,failures,partial,busy_cores,rows_arrived_per_s";

  private final BufferedWriter out;

  /** Opens a new file. */
  public Csv(Path file) throws IOException {
    out = Files.newBufferedWriter(file);
    out.write(HEADER + "\n");
  }

  /**
   * Writes a measurement.
   *
   * @throws UncheckedIOException if it cannot
   */
  public void add(Result result) {
    try {
      out.write(line(result) + "\n");
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("a measurement cannot be written", e);
    }
  }

  static String line(Result result) {
    return String.format(
        Locale.ROOT,
        "\"%s\",%s,%s,%s,%d,%d,%d,%.1f,%s,%.2f,%d,%.1f,%.0f,%.0f,%.4f,%d,%d,%.2f,%.0f",
        result.peer(),
        result.shape().label(),
        result.kept().percent(),
        result.phase().name().toLowerCase(Locale.ROOT),
        result.rate(),
        result.threads(),
        result.repetition(),
        result.meanKept(),
        result.effort(),
        result.seconds(),
        result.searches(),
        result.qps(),
        result.p50Micros(),
        result.p99Micros(),
        result.recall(),
        result.failures(),
        result.partial(),
        result.busyCores(),
        result.arrived());
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
