package io.imgsrch.local.prove;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

/** A guard that is broken on purpose, in a copy of its source. */
enum Mutation {
  /** An older availability event takes the place of a newer one. */
  VERSION_GUARD_OF_OFFERS(
      "operators/src/main/java/io/imgsrch/operators/validity/MergeOffers.java",
      "var current = availability.value();\n    if (current != null",
      "var current = availability.value();\n    if (false && current != null"),
  /** Pictures that come late replace those of a newer version. */
  VERSION_GUARD_OF_LISTINGS(
      "operators/src/main/java/io/imgsrch/operators/assemble/Assemble.java",
      "if (current == null || !event.revision().isSupersededBy(current.revision()))",
      "if (current == null || true)"),
  /** A checkpoint does not wait for what the store has not taken yet. */
  FLUSH_IN_CHECKPOINT(
      "sinks/src/main/java/io/imgsrch/sinks/batch/BatchingWriter.java",
      "if (!inFlight.isEmpty()) {\n      awaitOutcomes();",
      "if (false) {\n      awaitOutcomes();"),
  /** A batch holds a key as often as it was written. */
  LAST_PER_KEY(
      "sinks/src/main/java/io/imgsrch/sinks/batch/PendingRows.java",
      "var key = shape.key(next);",
      "var key = shape.key(next) + '#' + batch.size();"),
  /** A picture whose host fails in passing is not tried again. */
  RETRY(
      "operators/src/main/java/io/imgsrch/operators/fetch/PictureFetcher.java",
      "attempt < maxAttempts",
      "attempt < 1");

  private final String source;
  private final String guard;
  private final String broken;

  Mutation(String source, String guard, String broken) {
    this.source = source;
    this.guard = guard;
    this.broken = broken;
  }

  /**
   * Compiles the broken source.
   *
   * @param clone the root of the sources
   * @param classes folder for what takes the place of the classes on {@code classPath}
   * @throws IllegalStateException if the guard is not there, or there more than once
   */
  void compile(Path clone, Path classes, String classPath) throws IOException {
    var text = Files.readString(clone.resolve(source));
    int at = text.indexOf(guard);
    if (at < 0 || text.indexOf(guard, at + 1) >= 0) {
      throw new IllegalStateException(source + " must hold this once: " + guard);
    }
    var file = classes.resolve(String.valueOf(Path.of(source).getFileName()));
    Files.createDirectories(classes);
    Files.writeString(file, text.replace(guard, broken));
    var options = List.of("-proc:none", "-parameters", "-cp", classPath, "-d", classes.toString());
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler.getTask(null, files, null, options, null, files.getJavaFileObjects(file)).call();
      if (!compiled) {
        throw new IllegalStateException("the broken " + source + " does not compile");
      }
    }
  }
}
