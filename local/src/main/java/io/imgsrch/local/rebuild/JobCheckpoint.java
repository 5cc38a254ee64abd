package io.imgsrch.local.rebuild;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.StreamSupport;

/**
 * Has Flink take a checkpoint of a job, over its REST interface: the sinks flush in it. One that is
 * asked for has begun after the question, which of one that comes by itself nobody could tell.
 */
public final class JobCheckpoint implements Barrier {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CALL = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final URI rest;
  private final String jobName;
  private final Duration patience;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CALL).build();

  /**
   * @param rest address of Flink's REST interface
   * @param patience with a job that is being restored, or whose checkpoints fail
   */
  public JobCheckpoint(URI rest, String jobName, Duration patience) {
    this.rest = rest;
    this.jobName = jobName;
    this.patience = patience;
  }

  @Override
  public void await() throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (true) {
        try {
          checkpoint(end);
          return;
        } catch (IOException e) {
          if (System.nanoTime() - end > 0) {
            throw new IOException(
                "No checkpoint of %s within %d s: check that the job runs at %s; %s"
                    .formatted(jobName, patience.toSeconds(), rest, e.getMessage()),
                e);
          }
          Thread.sleep(PAUSE.toMillis());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for a checkpoint of " + jobName, e);
    }
  }

  private void checkpoint(long end) throws IOException, InterruptedException {
    var checkpoints = "/jobs/" + runningJob() + "/checkpoints";
    var request =
        to(checkpoints)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"checkpointType\":\"CONFIGURED\"}"));
    var trigger = answer(request).path("request-id").asText();
    while (true) {
      var found = answer(to(checkpoints + "/" + trigger));
      if (found.path("status").path("id").asText().equals("COMPLETED")) {
        var failure = found.path("operation").path("failureCause");
        if (failure.isMissingNode() || failure.isNull()) {
          return;
        }
        throw new IOException("it failed: " + firstLine(failure.path("stack-trace").asText()));
      }
      if (System.nanoTime() - end > 0) {
        throw new IOException("the last one is still under way");
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }

  private String runningJob() throws IOException, InterruptedException {
    var jobs = answer(to("/jobs/overview")).path("jobs");
    return StreamSupport.stream(jobs.spliterator(), false)
        .filter(job -> job.path("name").asText().equals(jobName))
        .filter(job -> job.path("state").asText().equals("RUNNING"))
        .map(job -> job.path("jid").asText())
        .findFirst()
        .orElseThrow(() -> new IOException("no job of that name is running"));
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(rest.resolve(path)).timeout(CALL);
  }

  private JsonNode answer(HttpRequest.Builder request) throws IOException, InterruptedException {
    var response = http.send(request.build(), BodyHandlers.ofByteArray());
    if (response.statusCode() / 100 != 2) {
      throw new IOException("Flink answered " + response.statusCode());
    }
    return JSON.readTree(response.body());
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("no reason was given");
  }
}
