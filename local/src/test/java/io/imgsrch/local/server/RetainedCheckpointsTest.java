package io.imgsrch.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetainedCheckpointsTest {
  private final JobID job = FlinkCluster.jobId("index");

  @TempDir Path flink;

  @Test
  void aNewJobHasNone() throws Exception {
    assertThat(RetainedCheckpoints.newest(flink, job)).isEmpty();
  }

  @Test
  void theNewestCompleteOneCounts() throws Exception {
    complete("chk-9");
    Path newest = complete("chk-10");
    Files.createDirectories(jobDirectory().resolve("chk-11"));
    Files.createDirectories(jobDirectory().resolve("shared"));
    assertThat(RetainedCheckpoints.newest(flink, job)).hasValue(newest);
  }

  @Test
  void everyNameHasItsOwnIdForEver() {
    assertThat(FlinkCluster.jobId("index")).isEqualTo(job);
    assertThat(FlinkCluster.jobId("query")).isNotEqualTo(job);
  }

  private Path complete(String name) throws Exception {
    Path checkpoint = Files.createDirectories(jobDirectory().resolve(name));
    Files.writeString(checkpoint.resolve("_metadata"), "");
    return checkpoint;
  }

  private Path jobDirectory() {
    return flink.resolve("checkpoints").resolve(job.toHexString());
  }
}
