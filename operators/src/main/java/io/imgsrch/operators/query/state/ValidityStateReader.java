package io.imgsrch.operators.query.state;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Offer;
import io.imgsrch.operators.query.ValidityReader;
import io.imgsrch.operators.validity.ImageOffer;
import io.imgsrch.operators.validity.ValidityState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;

/** Reads what is on sale from the state of the validity job. */
public final class ValidityStateReader implements ValidityReader {
  private final QueriedState<ValueState<Offer>, Optional<Offer>> offers =
      new QueriedState<>(
          ValidityState.OFFERS,
          SharedSerializer.value(ValidityState.offer()),
          state -> Optional.ofNullable(state.value()),
          Optional.empty());
  private final QueriedState<MapState<String, ImageOffer>, List<ImageOffer>> imageOffers =
      new QueriedState<>(
          ValidityState.IMAGE_OFFERS,
          SharedSerializer.map(ValidityState.imageOffers()),
          ValidityStateReader::values,
          List.of());
  private final QueryableStateReader job;

  public ValidityStateReader(Settings settings) {
    job = new QueryableStateReader(settings, ValidityState.JOB_NAME);
  }

  @Override
  public CompletableFuture<List<ImageOffer>> imageOffers(String imagePk) {
    return job.read(imageOffers, imagePk);
  }

  @Override
  public CompletableFuture<Optional<Offer>> offer(String productKey) {
    return job.read(offers, productKey);
  }

  private static List<ImageOffer> values(MapState<String, ImageOffer> state) throws Exception {
    var values = new ArrayList<ImageOffer>();
    state.values().forEach(values::add);
    return values;
  }

  @Override
  public void close() {
    job.close();
  }
}
