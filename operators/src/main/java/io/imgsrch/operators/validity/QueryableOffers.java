package io.imgsrch.operators.validity;

import io.imgsrch.config.PortRange;
import io.imgsrch.config.Settings;
import io.imgsrch.config.ValidityOptions;
import io.imgsrch.config.event.Listing;
import io.imgsrch.config.event.Offer;
import io.imgsrch.operators.batch.AddressState;
import io.imgsrch.operators.batch.BatchServer;
import io.imgsrch.operators.batch.BatchedState;
import io.imgsrch.operators.batch.Subtasks;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import org.apache.flink.runtime.execution.Environment;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.internal.InternalKvState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges offers, and lets them be read many at a time. Its state is that of {@link MergeOffers}.
 */
public final class QueryableOffers
    extends KeyedCoProcessOperator<String, Listing, OfferUpdate, Offer> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(QueryableOffers.class);

  /** Of a connection; whoever reads after it connects again. */
  private static final Duration MAX_SILENCE = Duration.ofMinutes(10);

  private final @Nullable PortRange readPorts;
  private transient @Nullable BatchedState<Offer> batched;
  private transient @Nullable BatchServer server;

  public QueryableOffers(Settings settings) {
    super(new MergeOffers(settings));
    readPorts = settings.get(ValidityOptions.READ_PORTS).orElse(null);
  }

  @Override
  public void open() throws Exception {
    super.open();
    var task = getRuntimeContext().getTaskInfo();
    var subtasks =
        new Subtasks(task.getMaxNumberOfParallelSubtasks(), task.getNumberOfParallelSubtasks());
    var environment = getContainingTask().getEnvironment();
    batched = new BatchedState<>(offers(), subtasks, task.getIndexOfThisSubtask());
    batched.register(environment, ValidityState.OFFERS_MANY);
    if (readPorts != null) {
      serve(batched, readPorts, environment);
    }
  }

  /** Searches go by Flink's proxies where this cannot be. */
  private void serve(BatchedState<Offer> offers, PortRange ports, Environment environment)
      throws Exception {
    // Where Flink's own server of queryable state listens, too.
    var host = environment.getTaskManagerInfo().getTaskManagerExternalAddress();
    try {
      server = new BatchServer(InetAddress.getByName(host), ports, MAX_SILENCE, offers);
    } catch (IOException e) {
      LOG.warn(
          "searches read offers by Flink's proxies, which is slower; see {}",
          ValidityOptions.READ_PORTS.key(),
          e);
      return;
    }
    new AddressState<>(offers(), server.address(host))
        .register(environment, ValidityState.OFFERS_ADDRESS);
  }

  // Every state of every keyed backend is one; Flink shows it to users as what they may write.
  @SuppressWarnings("unchecked")
  private InternalKvState<String, VoidNamespace, Offer> offers() throws Exception {
    var state =
        getOrCreateKeyedState(VoidNamespaceSerializer.INSTANCE, ValidityState.queryableOffer());
    return (InternalKvState<String, VoidNamespace, Offer>) state;
  }

  /** Whatever fails: the state is freed only once nobody reads it. */
  @Override
  public void close() throws Exception {
    try {
      if (server != null) {
        server.close();
      }
    } finally {
      if (batched != null) {
        batched.close();
      }
      super.close();
    }
  }
}
