package io.imgsrch.local.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the jobs counted, as Prometheus is told.
 *
 * @param events read from catalog.products
 * @param uniqueImages pictures for which an embedding was asked
 * @param dedupHits references to a picture that was known already
 * @param deadLetters of all reasons
 */
public record Counters(long events, long uniqueImages, long dedupHits, long deadLetters) {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String OPERATOR = "flink_taskmanager_job_task_operator_";
  private static final Pattern SAMPLE =
      Pattern.compile("^(\\w+)\\{(.*)} ([0-9.Ee+-]+)$", Pattern.MULTILINE);

  /**
   * Reads the counters of a running platform.
   *
   * @param metrics the Prometheus endpoint's address
   */
  public static Counters read(URI metrics) throws IOException, InterruptedException {
    var http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    var request = HttpRequest.newBuilder(metrics.resolve("/metrics")).timeout(TIMEOUT).build();
    return of(http.send(request, BodyHandlers.ofString()).body());
  }

  static Counters of(String exposition) {
    return new Counters(
        sum(exposition, "events", "catalog_products"),
        sum(exposition, "unique_images", ""),
        sum(exposition, "dedup_hits", ""),
        sum(exposition, "reason_dead_letters", ""));
  }

  /** The sum over all subtasks of an operator's counter. */
  private static long sum(String exposition, String counter, String label) {
    double sum = 0;
    for (Matcher sample = SAMPLE.matcher(exposition); sample.find(); ) {
      if (sample.group(1).equals(OPERATOR + counter) && sample.group(2).contains(label)) {
        sum += Double.parseDouble(sample.group(3));
      }
    }
    return Math.round(sum);
  }

  /** Prints one line for each. */
  public void print(PrintWriter out) {
    out.printf("events         %d%n", events);
    out.printf(
        "unique images  %d (%d more references needed no inference)%n", uniqueImages, dedupHits);
    out.printf("dead letters   %d%n", deadLetters);
    out.flush();
  }
}
