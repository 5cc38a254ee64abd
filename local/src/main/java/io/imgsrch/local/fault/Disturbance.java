package io.imgsrch.local.fault;

import java.time.Duration;

/**
 * What a {@link FaultProxy} does to the connections through it.
 *
 * @param delay of each piece of bytes, in either direction; zero unless the kind is DELAY
 */
public record Disturbance(Kind kind, Duration delay) {

  /** The kinds. A piece of bytes is what one read from a socket gave, 16 KiB at the most. */
  enum Kind {
    NONE,
    DELAY,
    HANG,
    BLACK_HOLE,
    CUT,
    RESET,
    HALF_ANSWER,
    REFUSE
  }

  /** Nothing: bytes pass. */
  public static final Disturbance NONE = new Disturbance(Kind.NONE);

  /** Bytes are held, in both directions, and go on when this is over: the other side hangs. */
  public static final Disturbance HANG = new Disturbance(Kind.HANG);

  /**
   * Bytes are taken and lost, in both directions, and nothing is closed. When this is over, the
   * connections that lost bytes are reset.
   */
  public static final Disturbance BLACK_HOLE = new Disturbance(Kind.BLACK_HOLE);

  /** Connections are closed in order, at once; new ones as soon as they are accepted. */
  public static final Disturbance CUT = new Disturbance(Kind.CUT);

  /** Requests pass; in place of an answer the connection is reset. */
  public static final Disturbance RESET = new Disturbance(Kind.RESET);

  /** Requests pass; of an answer its first half, and then the connection is closed. */
  public static final Disturbance HALF_ANSWER = new Disturbance(Kind.HALF_ANSWER);

  /** Nobody listens, and connections that were open are reset: the process is gone. */
  public static final Disturbance REFUSE = new Disturbance(Kind.REFUSE);

  private Disturbance(Kind kind) {
    this(kind, Duration.ZERO);
  }

  /** The kind's name, for people. */
  public String name() {
    return kind.name();
  }

  /** Each piece of bytes is late by so much, in either direction. */
  public static Disturbance delay(Duration delay) {
    return new Disturbance(Kind.DELAY, delay);
  }
}
