package io.imgsrch.local.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.local.client.FakeServer.Answer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadyWaitTest {
  @Test
  void waitsUntilTheApiSaysThatItIsReady() throws Exception {
    var asked = new AtomicInteger();
    try (var api = new FakeServer(r -> new Answer(asked.incrementAndGet() < 3 ? 503 : 200, ""))) {
      new ReadyWait(api.address()).await(Duration.ofSeconds(30));
    }
    assertThat(asked).hasValue(3);
  }

  @Test
  void saysWhatIsNotReady() throws Exception {
    try (var api = new FakeServer(r -> new Answer(503, "{\"queryable_state\": \"away\"}"))) {
      assertThatThrownBy(() -> new ReadyWait(api.address()).await(Duration.ZERO))
          .isExactlyInstanceOf(ClientException.class)
          .hasMessageContaining("queryable_state");
    }
  }

  @Test
  void anApiThatIsNotThereIsSaidToBeSo() throws Exception {
    var gone = new FakeServer(r -> new Answer(200, ""));
    gone.close();
    assertThatThrownBy(() -> new ReadyWait(gone.address()).await(Duration.ZERO))
        .isInstanceOf(UnreachableException.class);
  }
}
