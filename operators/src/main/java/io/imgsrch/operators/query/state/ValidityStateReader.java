package io.imgsrch.operators.query.state;

import io.imgsrch.config.QueryOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Offer;
import io.imgsrch.operators.batch.BatchAddress;
import io.imgsrch.operators.batch.BatchAnswer;
import io.imgsrch.operators.batch.KeyBatch;
import io.imgsrch.operators.batch.Subtasks;
import io.imgsrch.operators.metric.ConcurrentCounter;
import io.imgsrch.operators.query.ValidityReader;
import io.imgsrch.operators.validity.ImageOffer;
import io.imgsrch.operators.validity.ValidityState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** Reads what is on sale from the state of the validity job. */
public final class ValidityStateReader implements ValidityReader {
  static final QueriedState<KeyBatch, ValueState<byte[]>, BatchAnswer> OFFERS_OF_MANY =
      new QueriedState<>(
          ValidityState.OFFERS_MANY,
          KeyBatch.TYPE,
          new ValueStateDescriptor<>(
              "answer", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO),
          state -> BatchAnswer.of(state.value()),
          new BatchAnswer(new Subtasks(1, 1), List.of()));

  private static final QueriedState<KeyBatch, ValueState<byte[]>, Optional<BatchAddress>>
      ADDRESS_OF_HOLDER =
          new QueriedState<>(
              ValidityState.OFFERS_ADDRESS,
              KeyBatch.TYPE,
              new ValueStateDescriptor<>(
                  "address", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO),
              state -> Optional.of(BatchAddress.of(state.value())),
              Optional.empty());

  private final ValueStateDescriptor<Offer> offer = SharedSerializer.value(ValidityState.offer());
  private final QueriedState<String, ValueState<Offer>, Optional<Offer>> offers =
      new QueriedState<>(
          ValidityState.OFFERS,
          Types.STRING,
          offer,
          state -> Optional.ofNullable(state.value()),
          Optional.empty());
  private final QueriedState<String, MapState<String, ImageOffer>, List<ImageOffer>> imageOffers =
      new QueriedState<>(
          ValidityState.IMAGE_OFFERS,
          Types.STRING,
          SharedSerializer.map(ValidityState.imageOffers()),
          ValidityStateReader::values,
          List.of());
  private final QueryableStateReader job;
  private final DirectReads<Offer> direct;
  private final BatchedReads<Offer> many;

  /** Reads, and shows no metrics. */
  public ValidityStateReader(Settings settings) {
    this(settings, new UnregisteredMetricsGroup());
  }

  /**
   * Reads; connects with the first read.
   *
   * @param metrics get {@code state_reads_one_by_one}, the offers of pages that were read each by
   *     itself because the job knows of no batches, and {@code state_batches_by_proxy}, the batches
   *     of offers that were not read on a connection to their subtask
   */
  public ValidityStateReader(Settings settings, MetricGroup metrics) {
    job = new QueryableStateReader(settings, ValidityState.JOB_NAME);
    direct =
        new DirectReads<>(
            new OffersOfJob(),
            this::addressOfHolder,
            System::nanoTime,
            metrics.counter("state_batches_by_proxy", new ConcurrentCounter()));
    many =
        new BatchedReads<>(
            direct,
            offer.getSerializer(),
            settings.get(QueryOptions.STATE_TIMEOUT),
            System::nanoTime,
            metrics.counter("state_reads_one_by_one", new ConcurrentCounter()));
  }

  @Override
  public CompletableFuture<List<ImageOffer>> imageOffers(String imagePk) {
    return job.read(imageOffers, imagePk);
  }

  @Override
  public CompletableFuture<Optional<Offer>> offer(String productKey) {
    return job.read(offers, productKey);
  }

  @Override
  public Map<String, CompletableFuture<Optional<Offer>>> offers(List<String> productKeys) {
    return many.read(productKeys);
  }

  private CompletableFuture<BatchAddress> addressOfHolder(KeyBatch productKeys) {
    return job.read(ADDRESS_OF_HOLDER, productKeys).thenApply(Optional::orElseThrow);
  }

  private final class OffersOfJob implements BatchedReads.State<Offer> {
    @Override
    public CompletableFuture<BatchAnswer> ask(KeyBatch productKeys, Duration limit) {
      return job.read(OFFERS_OF_MANY, productKeys, limit);
    }

    @Override
    public CompletableFuture<Optional<Offer>> askForOne(String productKey) {
      return offer(productKey);
    }
  }

  private static List<ImageOffer> values(MapState<String, ImageOffer> state) throws Exception {
    var values = new ArrayList<ImageOffer>();
    state.values().forEach(values::add);
    return values;
  }

  @Override
  public void close() {
    direct.close();
    job.close();
  }
}
