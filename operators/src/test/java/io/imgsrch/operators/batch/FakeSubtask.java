package io.imgsrch.operators.batch;

import io.imgsrch.config.PortRange;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;

/** A subtask that answers batches itself, from memory. */
public final class FakeSubtask implements AutoCloseable {
  private static final PortRange ANY = new PortRange(0, 0);

  final FakeState state = new FakeState();
  final BatchedState<String> batched;
  private final BatchServer server;

  /** Holds those of the values that are its own. */
  public FakeSubtask(Subtasks subtasks, int subtask, Map<String, String> values)
      throws IOException {
    this(subtasks, subtask, values, Duration.ofMinutes(1));
  }

  FakeSubtask(Subtasks subtasks, int subtask, Map<String, String> values, Duration maxSilence)
      throws IOException {
    state.values.putAll(values);
    batched = new BatchedState<>(state, subtasks, subtask);
    server = new BatchServer(InetAddress.getLoopbackAddress(), ANY, maxSilence, batched);
  }

  public BatchAddress address() {
    return server.address(InetAddress.getLoopbackAddress().getHostAddress());
  }

  /** Runs before each read of a key. */
  public void beforeRead(Runnable action) {
    state.beforeRead = action;
  }

  /** Ends as that of a task does. */
  @Override
  public void close() throws IOException {
    server.close();
    batched.close();
  }
}
