package io.imgsrch.jobs;

import io.imgsrch.config.Settings;
import io.imgsrch.operators.checkpoint.AtomicFlush;
import io.imgsrch.operators.query.serve.BackendFactories;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The five jobs, in the order of the data. */
public enum Job {
  INDEX(IndexJob.NAME, 20),
  VALIDITY(ValidityJob.NAME, 5),
  ARCHIVE(ArchiveJob.NAME, 100),
  QUERY(QueryJob.NAME, 20),
  RECONCILE(ReconcileJob.NAME, 100);

  private final String jobName;
  private final Duration bufferTimeout;

  /**
   * @param bufferMillis that an event waits for company between two tasks: every task that sends
   *     has a thread that wakes as often, whether there is something to send or not
   */
  Job(String jobName, int bufferMillis) {
    this.jobName = jobName;
    this.bufferTimeout = Duration.ofMillis(bufferMillis);
  }

  /** The name in the Flink UI; other jobs look a job up by it. */
  public String jobName() {
    return jobName;
  }

  /**
   * Lays the job's operators into an environment, which is then set to refuse what would break
   * state: operators without a uid, and types that Flink cannot serialise itself.
   */
  public void define(StreamExecutionEnvironment env, Settings settings) {
    contract(env);
    switch (this) {
      case INDEX -> IndexJob.define(env, settings);
      case VALIDITY -> ValidityJob.define(env, settings);
      case ARCHIVE -> ArchiveJob.define(env, settings);
      case QUERY -> QueryJob.define(env, settings, QueryJob.backends());
      case RECONCILE -> ReconcileJob.define(env, settings);
    }
  }

  /**
   * Lays out the query job with some of its backends replaced, as a benchmark does.
   *
   * @param change of those that it has in production
   */
  public static void defineQuery(
      StreamExecutionEnvironment env, Settings settings, UnaryOperator<BackendFactories> change) {
    QUERY.contract(env);
    QueryJob.define(env, settings, change.apply(QueryJob.backends()));
  }

  private void contract(StreamExecutionEnvironment env) {
    var contract = new Configuration();
    contract.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    contract.set(PipelineOptions.GENERIC_TYPES, false);
    contract.set(PipelineOptions.OBJECT_REUSE, true); // events are immutable
    contract.set(PipelineOptions.NAME, jobName);
    contract.set(ExecutionOptions.BUFFER_TIMEOUT, bufferTimeout);
    contract.set(RocksDBOptions.OPTIONS_FACTORY, AtomicFlush.class.getName());
    env.configure(contract);
  }
}
