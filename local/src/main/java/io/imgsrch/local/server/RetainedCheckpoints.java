package io.imgsrch.local.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;

/** The checkpoints that earlier runs left on disk. */
final class RetainedCheckpoints {
  private static final String PREFIX = "chk-";

  private RetainedCheckpoints() {}

  static Path root(Path flinkDirectory) {
    return flinkDirectory.resolve("checkpoints");
  }

  /** The newest complete checkpoint of a job: Flink writes its metadata last, and at once. */
  static Optional<Path> newest(Path flinkDirectory, JobID job) throws IOException {
    Path directory = root(flinkDirectory).resolve(job.toHexString());
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(entry -> name(entry).matches(PREFIX + "[0-9]{1,18}"))
          .filter(entry -> Files.isRegularFile(entry.resolve("_metadata")))
          .max(Comparator.comparingLong(RetainedCheckpoints::number));
    }
  }

  private static long number(Path checkpoint) {
    return Long.parseLong(name(checkpoint).substring(PREFIX.length()));
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
