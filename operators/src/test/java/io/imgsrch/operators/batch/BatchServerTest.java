package io.imgsrch.operators.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.config.PortRange;
import io.imgsrch.operators.batch.BatchAnswer.NoValue;
import io.imgsrch.operators.batch.BatchAnswer.Value;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchServerTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Subtasks ONE = new Subtasks(128, 1);
  private static final int MAX_BYTES = 1 << 20;
  private FakeSubtask subtask;

  @BeforeEach
  void starts() throws IOException {
    subtask = new FakeSubtask(ONE, 0, Map.of("a", "1", "b", "2"));
  }

  @AfterEach
  void stops() throws IOException {
    subtask.close();
  }

  @Test
  void eachBatchHasItsAnswerInTheOrderOfTheRequests() throws IOException {
    try (var client = connected(subtask)) {
      // All are sent before any is read.
      for (int i = 0; i < 100; i++) {
        client.write(new KeyBatch(List.of("a", "none" + i)).toBytes());
        client.write(new KeyBatch(List.of("b")).toBytes());
      }
      for (int i = 0; i < 100; i++) {
        assertThat(texts(client)).containsExactly("1", "ABSENT");
        assertThat(texts(client)).containsExactly("2");
      }
    }
  }

  @Test
  void whoMeantAnotherServerIsNotAnswered() throws IOException {
    try (var client = new Frames(new Socket(HERE, subtask.address().port()))) {
      client.writeToken(subtask.address().token() + 1);

      assertEnded(client);
    }
    assertThat(subtask.state.reads).isZero();
  }

  @Test
  void whatIsNoBatchEndsItsConnectionAndNoOther() throws IOException {
    try (var other = connected(subtask)) {
      var batch = new KeyBatch(List.of("a")).toBytes();
      for (var wrong :
          List.of(
              new byte[0],
              new byte[] {0, 0, 0, 0},
              Arrays.copyOf(batch, batch.length - 1),
              Arrays.copyOf(batch, batch.length + 1))) {
        try (var client = connected(subtask)) {
          client.write(wrong);
          assertEnded(client);
        }
      }
      other.write(batch);
      assertThat(texts(other)).containsExactly("1");
    }
  }

  @Test
  void aMessageOfAnImpossibleLengthEndsItsConnection() throws IOException {
    for (int length : new int[] {-1, Integer.MAX_VALUE}) {
      try (var socket = new Socket(HERE, subtask.address().port());
          var client = new Frames(socket)) {
        client.writeToken(subtask.address().token());
        new DataOutputStream(socket.getOutputStream()).writeInt(length);

        assertEnded(client);
      }
    }
  }

  @Test
  void whatCannotBeReadEndsTheConnection() throws IOException {
    subtask.state.fails = true;
    try (var client = connected(subtask)) {
      client.write(new KeyBatch(List.of("a")).toBytes());

      assertEnded(client);
    }
  }

  @Test
  void aConnectionThatSaysNothingIsEnded() throws IOException {
    try (var impatient = new FakeSubtask(ONE, 0, Map.of(), Duration.ofMillis(20));
        var client = connected(impatient)) {
      assertEnded(client);
    }
  }

  @Test
  void moreConnectionsThanItHasThreadsForAreEnded() throws IOException {
    var clients = new ArrayList<Frames>();
    try {
      for (int i = 0; i < BatchServer.MAX_CONNECTIONS; i++) {
        clients.add(connected(subtask));
      }
      try (var tooMany = connected(subtask)) {
        assertEnded(tooMany);
      } catch (SocketException e) {
        assertThat(e).hasMessageMatching("(?i)broken pipe|connection reset.*");
      }
      for (var client : clients) {
        client.write(new KeyBatch(List.of("a")).toBytes());
        assertThat(texts(client)).containsExactly("1");
      }
    } finally {
      for (var client : clients) {
        client.close();
      }
    }
  }

  @Test
  void closingEndsAllConnectionsAndListensNoMore() throws IOException {
    try (var client = connected(subtask)) {
      client.write(new KeyBatch(List.of("a")).toBytes());
      assertThat(texts(client)).containsExactly("1");

      subtask.close();

      assertEnded(client);
      assertThatThrownBy(() -> new Socket(HERE, subtask.address().port()).close())
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void itTakesTheFirstPortThatIsFree() throws IOException {
    try (var taken = new ServerSocket(0, 1, HERE)) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> server(new PortRange(port, port)))
          .hasMessageContaining("cannot listen at any port of " + port);

      int last = Math.min(port + 20, 65_535);
      try (var server = server(new PortRange(port, last))) {
        assertThat(server.address("host").port()).isGreaterThan(port).isLessThanOrEqualTo(last);
      }
    }
  }

  @Test
  void aConnectionThatCannotBeAcceptedIsNotItsLast() throws IOException {
    var listener = new FailingOnce(HERE);
    try (var server = new BatchServer(listener, PATIENCE, subtask.batched);
        var client = new Frames(socket(listener.getLocalPort()))) {
      client.writeToken(server.address("host").token());
      client.write(new KeyBatch(List.of("a")).toBytes());
      assertThat(texts(client)).containsExactly("1");
      assertThat(listener.failed).isTrue();
    }
  }

  /** A listener that once has no file left for a connection. */
  private static final class FailingOnce extends ServerSocket {
    private volatile boolean failed;

    FailingOnce(InetAddress bind) throws IOException {
      super(0, 1, bind);
    }

    @Override
    public Socket accept() throws IOException {
      if (!failed) {
        failed = true;
        throw new SocketException("Too many open files");
      }
      return super.accept();
    }
  }

  private BatchServer server(PortRange ports) throws IOException {
    return new BatchServer(HERE, ports, PATIENCE, subtask.batched);
  }

  private static Frames connected(FakeSubtask subtask) throws IOException {
    var frames = new Frames(socket(subtask.address().port()));
    frames.writeToken(subtask.address().token());
    return frames;
  }

  /** A test's time-out does not wake a thread that reads. */
  private static Socket socket(int port) throws IOException {
    var socket = new Socket(HERE, port);
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static List<String> texts(Frames client) throws IOException {
    return BatchAnswer.of(client.read(MAX_BYTES)).entries().stream()
        .map(
            entry ->
                entry instanceof Value value
                    ? FakeState.text(value.bytes())
                    : ((NoValue) entry).name())
        .toList();
  }

  private static void assertEnded(Frames client) {
    assertThatThrownBy(() -> client.read(MAX_BYTES))
        .isInstanceOfAny(EOFException.class, SocketException.class);
  }
}
