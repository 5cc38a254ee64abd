package io.imgsrch.local.server;

import java.time.Duration;
import org.apache.flink.runtime.dispatcher.MemoryArchivedApplicationStore;
import org.apache.flink.runtime.entrypoint.component.DispatcherResourceManagerComponentFactory;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/**
 * Forgets all but the newest jobs that ended. {@link MiniCluster} keeps every one until it ends
 * itself, and so do the metrics of its web UI: 150 KB of heap for each of our jobs.
 */
final class ForgetfulMiniCluster extends MiniCluster {
  /** Enough to see in the UI how the last few runs of each job ended. */
  static final int ENDED_JOBS = 25;

  ForgetfulMiniCluster(MiniClusterConfiguration configuration) {
    super(configuration);
  }

  @Override
  protected DispatcherResourceManagerComponentFactory
      createDispatcherResourceManagerComponentFactory() {
    var factory = super.createDispatcherResourceManagerComponentFactory();
    return (configuration,
        id,
        executor,
        rpc,
        availability,
        blobs,
        heartbeats,
        tokens,
        metrics,
        allEndedJobs,
        queries,
        enrichers,
        errors) ->
        factory.create(
            configuration,
            id,
            executor,
            rpc,
            availability,
            blobs,
            heartbeats,
            tokens,
            metrics,
            // Bounded by their number alone: no time, so no executor and no clock for it.
            new MemoryArchivedApplicationStore(Duration.ZERO, ENDED_JOBS, null, null),
            queries,
            enrichers,
            errors);
  }
}
