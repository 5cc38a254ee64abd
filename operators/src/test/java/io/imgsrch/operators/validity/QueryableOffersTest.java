package io.imgsrch.operators.validity;

import static io.imgsrch.operators.Events.details;
import static io.imgsrch.operators.Events.listing;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.config.ReconcileOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.ValidityOptions;
import io.imgsrch.config.event.Listing;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Revision;
import io.imgsrch.operators.batch.BatchAddress;
import io.imgsrch.operators.batch.BatchAnswer;
import io.imgsrch.operators.batch.BatchedState;
import io.imgsrch.operators.batch.KeyBatch;
import io.imgsrch.operators.batch.Subtasks;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.queryablestate.KvStateID;
import org.apache.flink.queryablestate.client.state.serialization.KvStateSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.jobgraph.JobVertexID;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.query.KvStateEntry;
import org.apache.flink.runtime.query.KvStateRegistryListener;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.internal.InternalKvState;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class QueryableOffersTest {
  private static final Settings SETTINGS =
      Settings.of(List.of()).with(ReconcileOptions.TOPIC_PATIENCE, "0", "test");

  /** Jobs of former versions had Flink's own operator in its place. */
  @Test
  void itGoesOnFromTheStateOfMergeOffersAlone() throws Exception {
    try (var harness = harness(new QueryableOffers(SETTINGS))) {
      harness.initializeState(formerState());
      harness.open();
      harness.processElement1(new StreamRecord<>(upsert("p", 2))); // older than what it holds
      harness.processElement1(new StreamRecord<>(upsert("q", 1)));

      assertThat(harness.extractOutputValues()).extracting(Offer::productId).containsExactly("q");
    }
  }

  private static OperatorSubtaskState formerState() throws Exception {
    try (var former = harness(new KeyedCoProcessOperator<>(new MergeOffers(SETTINGS)))) {
      former.open();
      former.processElement1(new StreamRecord<>(upsert("p", 3)));
      return former.snapshot(1, 1);
    }
  }

  @Test
  void itsOffersAreReadManyAtATimeWhileTheTaskRuns() throws Exception {
    var registered = new Registered();
    BatchedState<?> batched;
    try (var harness = harness(new QueryableOffers(SETTINGS))) {
      registered.listenTo(harness.getEnvironment());
      harness.open();
      harness.processElement1(new StreamRecord<>(upsert("p", 1)));
      harness.processElement1(new StreamRecord<>(upsert("q", 1)));

      assertThat(registered.ids)
          .containsOnlyKeys(
              ValidityState.OFFERS, ValidityState.OFFERS_MANY, ValidityState.OFFERS_ADDRESS);
      batched =
          (BatchedState<?>)
              registered.state(harness.getEnvironment(), ValidityState.OFFERS_MANY).getState();
      assertThat(titles(read(batched, "7/q", "7/none", "7/p")))
          .containsExactly("title of q", "ABSENT", "title of p");
    }
    assertThat(registered.ids).isEmpty();
    assertThatThrownBy(() -> read(batched, "7/p")).hasMessageContaining("has ended");
  }

  @Test
  void itListensWhereItSaysAsLongAsTheTaskRuns() throws Exception {
    var registered = new Registered();
    BatchAddress address;
    try (var harness = harness(new QueryableOffers(SETTINGS))) {
      registered.listenTo(harness.getEnvironment());
      harness.open();
      address = address(registered, harness.getEnvironment());
      assertThat(address.subtasks()).isEqualTo(new Subtasks(1, 1));
      connect(address);
    }
    assertThatThrownBy(() -> connect(address)).isInstanceOf(ConnectException.class);
  }

  @Test
  void itListensOnlyWhereItMay() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
      for (var ports : List.of("none", Integer.toString(taken.getLocalPort()))) {
        var registered = new Registered();
        var settings = SETTINGS.with(ValidityOptions.READ_PORTS, ports, "test");
        try (var harness = harness(new QueryableOffers(settings))) {
          registered.listenTo(harness.getEnvironment());
          harness.open();
          assertThat(registered.ids)
              .containsOnlyKeys(ValidityState.OFFERS, ValidityState.OFFERS_MANY);
        }
      }
    }
  }

  private static BatchAddress address(Registered registered, MockEnvironment task)
      throws Exception {
    return BatchAddress.of(
        answer(
            (InternalKvState<?, ?, ?>)
                registered.state(task, ValidityState.OFFERS_ADDRESS).getState(),
            "7/p"));
  }

  private static void connect(BatchAddress address) throws IOException {
    new Socket(address.host(), address.port()).close();
  }

  private static BatchAnswer read(BatchedState<?> batched, String... keys) throws Exception {
    return BatchAnswer.of(answer(batched, keys));
  }

  private static <K, N, V> byte[] answer(InternalKvState<K, N, V> state, String... keys)
      throws Exception {
    var request =
        KvStateSerializer.serializeKeyAndNamespace(
            new KeyBatch(List.of(keys)),
            KeyBatch.TYPE.createSerializer(new SerializerConfigImpl()),
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE);
    var answer =
        state.getSerializedValue(
            request,
            state.getKeySerializer(),
            state.getNamespaceSerializer(),
            state.getValueSerializer());
    return KvStateSerializer.deserializeValue(answer, BytePrimitiveArraySerializer.INSTANCE);
  }

  private static List<String> titles(BatchAnswer answer) throws IOException {
    var descriptor = ValidityState.offer();
    descriptor.initializeSerializerUnlessSet(new ExecutionConfig());
    var titles = new ArrayList<String>();
    for (var entry : answer.entries()) {
      titles.add(
          entry instanceof BatchAnswer.Value value
              ? requireNonNull(
                      KvStateSerializer.deserializeValue(value.bytes(), descriptor.getSerializer())
                          .details())
                  .title()
              : entry.toString());
    }
    return titles;
  }

  private static Listing upsert(String product, long version) {
    return listing(
        product,
        new Revision(version, Revision.AVAILABLE, ""),
        details("title of " + product, true),
        "picture");
  }

  private static KeyedTwoInputStreamOperatorTestHarness<String, Listing, OfferUpdate, Offer>
      harness(TwoInputStreamOperator<Listing, OfferUpdate, Offer> operator) throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        operator, Listing::key, OfferUpdate::productKey, Types.STRING);
  }

  /** The states of a task that can be read from outside. */
  private static final class Registered implements KvStateRegistryListener {
    final Map<String, KvStateID> ids = new HashMap<>();

    void listenTo(MockEnvironment task) {
      task.getKvStateRegistry().registerListener(task.getJobID(), this);
    }

    KvStateEntry<?, ?, ?> state(MockEnvironment task, String name) {
      return requireNonNull(task.getKvStateRegistry().getKvState(requireNonNull(ids.get(name))));
    }

    @Override
    public void notifyKvStateRegistered(
        JobID job, JobVertexID vertex, KeyGroupRange range, String name, KvStateID id) {
      ids.put(name, id);
    }

    @Override
    public void notifyKvStateUnregistered(
        JobID job, JobVertexID vertex, KeyGroupRange range, String name) {
      ids.remove(name);
    }
  }
}
