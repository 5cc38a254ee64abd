package io.imgsrch.bench.search.peer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Pattern;

/** A gauge of one of the jobs, as Prometheus is told. */
final class JobGauge {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final HttpRequest request;
  private final String name;
  private final Pattern sample;

  /**
   * @param metrics the Prometheus endpoint's address
   */
  JobGauge(URI metrics, String name) {
    this.request =
        HttpRequest.newBuilder(metrics.resolve("/metrics")).timeout(TIMEOUT).GET().build();
    this.name = name;
    this.sample =
        Pattern.compile(
            "^\\w+_" + Pattern.quote(name) + "\\{.*} ([0-9.Ee+-]+)$", Pattern.MULTILINE);
  }

  /** Returns when it has come to a value or above. */
  void await(long wanted, Duration patience) throws IOException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    for (long value = read(); value < wanted; value = read()) {
      if (System.nanoTime() - end > 0) {
        throw new IOException(
            "%s is %d after %s, and should be %d".formatted(name, value, patience, wanted));
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }

  private long read() throws IOException, InterruptedException {
    var found = sample.matcher(http.send(request, BodyHandlers.ofString()).body());
    return found.find() ? Math.round(Double.parseDouble(found.group(1))) : 0;
  }
}
