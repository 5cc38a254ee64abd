package io.imgsrch.operators.query.state;

import io.imgsrch.config.Settings;
import io.imgsrch.operators.query.PictureStandings;
import io.imgsrch.operators.registry.RegistryState;
import io.imgsrch.operators.registry.Standing;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.Types;

/** Reads the verdicts on pictures from the state of the index job. */
public final class StandingStateReader implements PictureStandings {
  private final QueriedState<String, ValueState<Standing>, Optional<Standing>> standings =
      new QueriedState<>(
          RegistryState.STANDINGS,
          Types.STRING,
          SharedSerializer.value(RegistryState.standing()),
          state -> Optional.ofNullable(state.value()),
          Optional.empty());
  private final QueryableStateReader job;

  public StandingStateReader(Settings settings) {
    job = new QueryableStateReader(settings, RegistryState.JOB_NAME);
  }

  @Override
  public CompletableFuture<Optional<Standing>> standing(String imagePk) {
    return job.read(standings, imagePk);
  }

  @Override
  public void close() {
    job.close();
  }
}
