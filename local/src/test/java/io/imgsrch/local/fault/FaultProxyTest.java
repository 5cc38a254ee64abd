package io.imgsrch.local.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FaultProxyTest {
  private static final int SOON_MILLIS = 200;

  // assigned before each test
  @SuppressWarnings("NullAway.Init")
  private EchoServer server;

  // assigned before each test
  @SuppressWarnings("NullAway.Init")
  private FaultProxy proxy;

  @BeforeEach
  void open() throws IOException {
    server = new EchoServer();
    proxy = FaultProxy.open("the echo", server.port());
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    server.close();
  }

  @Test
  void undisturbedEveryByteComesBackInOrder() throws Exception {
    try (var client = connect()) {
      var sent = new byte[1 << 20];
      for (int i = 0; i < sent.length; i++) {
        sent[i] = (byte) (i * 31);
      }
      var writing = Link.daemon("writes", () -> write(client, sent));
      writing.start();
      assertThat(client.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
      client.shutdownOutput();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
    await().until(() -> proxy.connections() == 0);
    assertThat(proxy.struck()).isZero();
  }

  @Test
  void delayedBytesAreLateAndComplete() throws Exception {
    try (var client = connect()) {
      proxy.set(Disturbance.delay(Duration.ofMillis(50)));
      long start = System.nanoTime();
      assertThat(ask(client, "hello")).isEqualTo("hello");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(99));
    }
  }

  @Test
  void bytesThatHangGoOnAfterwards() throws Exception {
    try (var client = connect()) {
      assertThat(ask(client, "before")).isEqualTo("before");
      proxy.set(Disturbance.HANG);
      write(client, "held".getBytes(US_ASCII));
      assertSilence(client);
      proxy.set(Disturbance.NONE);
      assertThat(read(client, 4)).isEqualTo("held");
    }
  }

  @Test
  void aBlackHoleLosesBytesAndNobodyCanGoOnWithoutThem() throws Exception {
    try (var client = connect();
        var idle = connect()) {
      assertThat(ask(idle, "before")).isEqualTo("before");
      assertThat(ask(client, "before")).isEqualTo("before");
      proxy.set(Disturbance.BLACK_HOLE);
      write(client, "lost".getBytes(US_ASCII));
      assertSilence(client);
      proxy.set(Disturbance.NONE);
      assertThatThrownBy(() -> read(client, 1)).isInstanceOf(SocketException.class);
      assertThat(ask(idle, "after")).isEqualTo("after");
    }
    assertThat(server.received()).doesNotContain("lost");
  }

  @Test
  void aCutClosesWhatIsOpenAndWhatIsOpened() throws Exception {
    try (var client = connect()) {
      assertThat(ask(client, "before")).isEqualTo("before");
      proxy.set(Disturbance.CUT);
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
    try (var client = connect()) {
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
    proxy.set(Disturbance.NONE);
    try (var client = connect()) {
      assertThat(ask(client, "after")).isEqualTo("after");
    }
  }

  @Test
  void aResetComesAfterTheRequestHasArrived() throws Exception {
    try (var client = connect()) {
      proxy.set(Disturbance.RESET);
      write(client, "request".getBytes(US_ASCII));
      assertThatThrownBy(() -> read(client, 1))
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
    assertThat(server.received()).isEqualTo("request");
    assertThat(proxy.struck()).isEqualTo(1);
  }

  @Test
  void ofAHalfAnswerTheRestNeverComes() throws Exception {
    try (var client = connect()) {
      proxy.set(Disturbance.HALF_ANSWER);
      write(client, "12345678".getBytes(US_ASCII));
      assertThat(new String(client.getInputStream().readAllBytes(), US_ASCII)).isEqualTo("1234");
    }
    assertThat(server.received()).isEqualTo("12345678");
  }

  @Test
  void whereNobodyListensConnectionsAreRefusedUntilItIsOver() throws Exception {
    try (var client = connect()) {
      assertThat(ask(client, "before")).isEqualTo("before");
      proxy.set(Disturbance.REFUSE);
      assertThatThrownBy(() -> read(client, 1)).isInstanceOf(SocketException.class);
    }
    assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    proxy.set(Disturbance.NONE);
    try (var client = connect()) {
      assertThat(ask(client, "after")).isEqualTo("after");
    }
  }

  @Test
  void aServerThatIsNotThereClosesTheConnection() throws Exception {
    server.close();
    try (var client = connect()) {
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void connectionsAreBounded() throws Exception {
    var clients = new ArrayList<Socket>();
    try {
      for (int i = 0; i < FaultProxy.MAX_CONNECTIONS; i++) {
        clients.add(connect());
      }
      await().until(() -> proxy.accepted() == FaultProxy.MAX_CONNECTIONS);
      try (var oneTooMany = connect()) {
        assertThat(oneTooMany.getInputStream().read()).isEqualTo(-1);
      }
      assertThat(ask(clients.get(0), "still")).isEqualTo("still");
    } finally {
      for (var client : clients) {
        client.close();
      }
    }
  }

  @Test
  void closingEndsConnectionsAndThreadsWhateverTheDisturbance() throws Exception {
    try (var client = connect()) {
      assertThat(ask(client, "before")).isEqualTo("before");
      proxy.set(Disturbance.HANG);
      write(client, "held".getBytes(US_ASCII));
      await().until(() -> proxy.struck() > 0);
      proxy.close();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(proxy.connections()).isZero();
    await().until(FaultProxyTest::noThreadIsLeft);
  }

  private static boolean noThreadIsLeft() {
    return Thread.getAllStackTraces().keySet().stream()
        .noneMatch(thread -> thread.getName().startsWith("imgsrch-faults"));
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
  }

  private static String ask(Socket client, String text) throws IOException {
    write(client, text.getBytes(US_ASCII));
    return read(client, text.length());
  }

  private static void write(Socket client, byte[] bytes) {
    try {
      client.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String read(Socket client, int length) throws IOException {
    return new String(client.getInputStream().readNBytes(length), US_ASCII);
  }

  private static void assertSilence(Socket client) throws IOException {
    client.setSoTimeout(SOON_MILLIS);
    assertThatThrownBy(() -> read(client, 1)).isInstanceOf(SocketTimeoutException.class);
    client.setSoTimeout(0);
  }
}
