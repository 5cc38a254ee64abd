package io.imgsrch.jobs;

import io.imgsrch.config.Settings;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The four jobs, in the order of the data. */
public enum Job {
  INDEX(IndexJob.NAME, IndexJob::define),
  VALIDITY(ValidityJob.NAME, ValidityJob::define),
  ARCHIVE(ArchiveJob.NAME, ArchiveJob::define),
  QUERY(QueryJob.NAME, QueryJob::define);

  private interface Topology {
    void define(StreamExecutionEnvironment env, Settings settings);
  }

  private final String jobName;
  private final Topology topology;

  Job(String jobName, Topology topology) {
    this.jobName = jobName;
    this.topology = topology;
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
    var contract = new Configuration();
    contract.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    contract.set(PipelineOptions.GENERIC_TYPES, false);
    contract.set(PipelineOptions.OBJECT_REUSE, true); // events are immutable
    contract.set(PipelineOptions.NAME, jobName);
    env.configure(contract);
    topology.define(env, settings);
  }
}
