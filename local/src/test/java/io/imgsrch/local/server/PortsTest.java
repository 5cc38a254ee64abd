package io.imgsrch.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {
  private final Ports free = TestPorts.draw();

  @Test
  void theDefaultsAreTheDocumentedOnes() {
    assertThat(Ports.DEFAULTS)
        .isEqualTo(new Ports(19092, 15432, 19530, 18081, 18080, 18082, 18249, 19069, 19067));
  }

  @Test
  void freePortsAreAccepted() {
    assertThatCode(() -> free.requireFree(true)).doesNotThrowAnyException();
  }

  @Test
  void aHeldPortIsNamedWithItsServerAndOption() throws Exception {
    try (ServerSocket held = new ServerSocket(free.kafka(), 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> free.requireFree(true))
          .isInstanceOf(PlatformException.class)
          .hasMessageContainingAll("" + held.getLocalPort(), "Kafka", "--kafka-port");
    }
  }

  @Test
  void aPortHeldOnAllInterfacesIsNotFree() throws Exception {
    try (ServerSocket held = new ServerSocket(free.api())) {
      assertThat(Ports.isFree(held.getLocalPort())).isFalse();
    }
  }

  @Test
  void thePortOfAMilvusElsewhereIsNotOurs() throws Exception {
    try (ServerSocket held = new ServerSocket(free.milvus())) {
      assertThat(held.isBound()).isTrue();
      free.requireFree(false);
      assertThatThrownBy(() -> free.requireFree(true)).hasMessageContaining("--milvus-port");
    }
  }

  @Test
  void onePortForTwoServersIsRefused() {
    Ports twice =
        new Ports(
            free.kafka(),
            free.kafka(),
            free.milvus(),
            free.flink(),
            free.api(),
            free.pictures(),
            free.metrics(),
            free.stateProxy(),
            free.stateServer());
    assertThatThrownBy(() -> twice.requireFree(true))
        .hasMessageContainingAll("--kafka-port", "--postgres-port", "" + free.kafka());
  }

  @Test
  void aNumberThatIsNoPortIsRefused() {
    for (int number : new int[] {-1, 0, 65536}) {
      Ports wrong =
          new Ports(
              free.kafka(),
              free.postgres(),
              free.milvus(),
              free.flink(),
              free.api(),
              free.pictures(),
              number,
              free.stateProxy(),
              free.stateServer());
      assertThatThrownBy(() -> wrong.requireFree(true)).hasMessageContaining("--metrics-port");
    }
  }

  @Test
  void drawnPortsAreDistinct() {
    List<Integer> drawn = FreePorts.draw(200);
    assertThat(drawn).doesNotHaveDuplicates().hasSize(200);
  }
}
