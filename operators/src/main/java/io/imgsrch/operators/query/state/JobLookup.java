package io.imgsrch.operators.query.state;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.imgsrch.operators.async.Threads;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.JobID;
import org.jspecify.annotations.Nullable;

/**
 * The id of the newest running job of a name, from Flink's REST interface. A restored job has a new
 * id, so that the id is looked up again after an error, at most once in a while.
 */
final class JobLookup implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_ANSWER_BYTES = 16 * 1024 * 1024;

  private final URI overview;
  private final String jobName;
  private final Duration timeout;
  private final long pauseNanos;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Threads.named("imgsrch-job-lookup"));
  private @Nullable CompletableFuture<JobID> found;
  private long foundAt;

  /**
   * @param rest address of Flink's REST interface
   * @param timeout to connect, and between two bytes of the answer
   * @param pause between two lookups
   */
  JobLookup(URI rest, String jobName, Duration timeout, Duration pause) {
    this.overview = rest.resolve("/jobs/overview");
    this.jobName = jobName;
    this.timeout = timeout;
    this.pauseNanos = pause.toNanos();
  }

  /** The id; looked up the first time. */
  synchronized CompletableFuture<JobID> id() {
    var last = found;
    if (last == null || (last.isCompletedExceptionally() && mayLookUp())) {
      return lookUp();
    }
    return last;
  }

  /** Says that a call with the id failed: it may be the id of a job that is gone. */
  synchronized void doubt() {
    if (found != null && found.isDone() && mayLookUp()) {
      var unused = lookUp();
    }
  }

  private boolean mayLookUp() {
    return System.nanoTime() - foundAt >= pauseNanos;
  }

  private CompletableFuture<JobID> lookUp() {
    foundAt = System.nanoTime();
    var lookup =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return newestRunning();
              } catch (IOException e) {
                throw new CompletionException(
                    new StateReadException(
                        "cannot look up the job at %s: %s".formatted(overview, e.getMessage()), e));
              }
            },
            thread);
    found = lookup;
    return lookup;
  }

  private JobID newestRunning() throws IOException {
    var connection = (HttpURLConnection) overview.toURL().openConnection();
    connection.setConnectTimeout((int) timeout.toMillis());
    connection.setReadTimeout((int) timeout.toMillis());
    try (var body = connection.getInputStream()) {
      var jobs = JSON.readTree(body.readNBytes(MAX_ANSWER_BYTES)).path("jobs");
      Optional<JobID> newest =
          StreamSupport.stream(jobs.spliterator(), false)
              .filter(job -> job.path("name").asText().equals(jobName))
              .filter(job -> job.path("state").asText().equals("RUNNING"))
              .max(java.util.Comparator.comparingLong(job -> job.path("start-time").asLong()))
              .map(job -> JobID.fromHexString(job.path("jid").asText()));
      return newest.orElseThrow(
          () -> new IOException("no job of the name " + jobName + " is running"));
    } finally {
      connection.disconnect();
    }
  }

  @Override
  public void close() {
    Threads.stop(thread);
  }
}
