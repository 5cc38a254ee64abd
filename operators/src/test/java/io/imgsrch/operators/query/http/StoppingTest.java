package io.imgsrch.operators.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.imgsrch.operators.query.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a server that ends answers: its task manager was stopped, or its job. */
class StoppingTest {
  private static final int RESTARTS = 300;

  private final TestServer api = new TestServer();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void whoeverWaitsForAnAnswerIsToldSo() throws Exception {
    api.index.hangs = true;
    var photo = new Form().file("image", "photo".getBytes(StandardCharsets.US_ASCII));
    var search = CompletableFuture.supplyAsync(() -> api.search(photo));
    await().until(() -> !api.index.asked.isEmpty());

    api.server.close();

    var answer = search.get(20, TimeUnit.SECONDS);
    ProblemAssert.that(answer, ErrorCode.STOPPING);
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertThat(api.errors).containsExactly(ErrorCode.STOPPING);
  }

  /** A connection that nobody closes makes its client wait until its own time-out. */
  @Test
  void noConnectionOutlivesItsServer() throws Exception {
    int port = api.server.port();
    var options = TestServer.options(port, true);
    api.server.close();
    try (var visitors = new Visitors(port)) {
      for (int i = 0; i < RESTARTS; i++) {
        api.again(options, visitors::awaitAnswer);
      }
      visitors.awaitEachVisit();
    }
  }
}
