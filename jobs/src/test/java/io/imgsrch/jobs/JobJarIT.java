package io.imgsrch.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What people submit to their cluster. */
class JobJarIT {
  private static final Path JAR = Path.of("target", "imgsrch-jobs.jar");

  @Test
  void holdsTheJobsAndTheModelAndStartsWithTheirMain() throws IOException {
    assertThat(entries())
        .contains("io/imgsrch/jobs/JobMain.class")
        .contains("io/imgsrch/operators/embed/effnet-lite0-gem3-pca256.onnx");
    try (var jar = new JarFile(JAR.toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo(JobMain.class.getName());
    }
  }

  @Test
  void holdsNoServerAndNothingThatTheClusterBrings() throws IOException {
    assertThat(entries())
        .noneMatch(entry -> entry.startsWith("io/imgsrch/local/"))
        .noneMatch(entry -> entry.startsWith("kafka/server/"))
        .noneMatch(entry -> entry.startsWith("postgres-"))
        .noneMatch(entry -> entry.startsWith("org/apache/flink/runtime/"))
        .noneMatch(entry -> entry.startsWith("org/apache/flink/streaming/runtime/"))
        .noneMatch(entry -> entry.startsWith("org/slf4j/"));
  }

  private static List<String> entries() throws IOException {
    try (var jar = new JarFile(JAR.toFile())) {
      return jar.stream().map(ZipEntry::getName).toList();
    }
  }
}
