package io.imgsrch.config;

import java.time.Duration;
import java.util.List;

/** How pictures become vectors. */
public final class EmbedOptions {
  public static final Option<String> MODEL =
      Option.text(
          "embed.model",
          "classpath:/io/imgsrch/operators/embed/effnet-lite0-gem3-pca256.onnx",
          "The model, an ONNX file: a path, or classpath:/… for one in the job jar, as the one that"
              + " comes along.");

  public static final Option<Integer> DIMENSION =
      Option.count(
          "embed.dimension",
          256,
          1,
          32_768,
          "Length of the model's vectors; checked when it loads.");

  public static final Option<Integer> THREADS =
      Option.count(
          "embed.threads", 1, 1, 64, "Pictures embedded at a time per subtask, a thread each.");

  public static final Option<Integer> IN_FLIGHT =
      Option.count(
          "embed.in_flight", 16, 1, 1024, "Pictures per subtask that wait for their embedding.");

  public static final Option<Duration> TIMEOUT =
      Option.millis(
          "embed.timeout_ms",
          300_000,
          1_000,
          3_600_000,
          "Time from a picture's arrival to its vector; beyond it the job fails and starts again."
              + " Must be well above in_flight times decode_limit_ms.");

  public static final Option<Duration> DECODE_LIMIT =
      Option.millis(
          "embed.decode_limit_ms",
          8_000,
          100,
          600_000,
          "Processor time for decoding one picture; beyond it the picture is refused.");

  static final List<Option<?>> ALL =
      List.of(MODEL, DIMENSION, THREADS, IN_FLIGHT, TIMEOUT, DECODE_LIMIT);

  private EmbedOptions() {}
}
