package io.imgsrch.operators.query.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.JobID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobLookupTest {
  private static final JobID OLD = new JobID(0, 1);
  private static final JobID NEW = new JobID(0, 2);

  private final AtomicInteger asked = new AtomicInteger();
  private final HttpServer rest;
  private volatile String jobs = "";

  JobLookupTest() throws IOException {
    rest = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    rest.createContext(
        "/jobs/overview",
        exchange -> {
          asked.incrementAndGet();
          var body = ("{\"jobs\":[" + jobs + "]}").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    rest.start();
  }

  @AfterEach
  void stop() {
    rest.stop(0);
  }

  @Test
  void findsTheNewestThatRuns() {
    jobs =
        String.join(
            ",",
            job(OLD, "validity", "RUNNING", 5),
            job(new JobID(), "other", "RUNNING", 9),
            job(NEW, "validity", "RUNNING", 6),
            job(new JobID(), "validity", "FINISHED", 8));
    try (var lookup = lookup(Duration.ZERO)) {
      assertThat(lookup.id().join()).isEqualTo(NEW);
    }
  }

  @Test
  void looksUpAgainWhenInDoubtButNotTooOften() {
    jobs = job(OLD, "validity", "RUNNING", 5);
    try (var patient = lookup(Duration.ofHours(1));
        var eager = lookup(Duration.ZERO)) {
      assertThat(patient.id().join()).isEqualTo(OLD);
      assertThat(eager.id().join()).isEqualTo(OLD);
      jobs = job(NEW, "validity", "RUNNING", 6);
      patient.doubt();
      assertThat(patient.id().join()).isEqualTo(OLD);
      assertThat(eager.id().join()).isEqualTo(OLD);
      eager.doubt();
      assertThat(eager.id().join()).isEqualTo(NEW);
      assertThat(asked).hasValue(3);
    }
  }

  @Test
  void aJobThatDoesNotRunYetIsFoundLater() {
    try (var lookup = lookup(Duration.ZERO)) {
      assertThatThrownBy(() -> lookup.id().join())
          .hasRootCauseMessage("no job of the name validity is running");
      jobs = job(NEW, "validity", "RUNNING", 6);
      Awaitility.await().until(() -> lookup.id().handle((id, e) -> NEW.equals(id)).join());
    }
  }

  @Test
  void aRestThatIsAwayIsAnError() {
    rest.stop(0);
    try (var lookup = lookup(Duration.ZERO)) {
      assertThatThrownBy(() -> lookup.id().join())
          .hasCauseInstanceOf(StateReadException.class)
          .hasMessageContaining("/jobs/overview");
    }
  }

  private JobLookup lookup(Duration pause) {
    var address = URI.create("http://127.0.0.1:" + rest.getAddress().getPort());
    return new JobLookup(address, "validity", Duration.ofSeconds(5), pause);
  }

  private static String job(JobID id, String name, String state, long start) {
    return "{\"jid\":\"%s\",\"name\":\"%s\",\"state\":\"%s\",\"start-time\":%d}"
        .formatted(id, name, state, start);
  }
}
