package io.imgsrch.local.letters;

/** Names of the headers that make an event a replay; the jobs do not read them. */
final class ReplayHeaders {
  /** Which event of the same topic this one repeats: {@code partition@offset}. */
  static final String REPLAY_OF = "replay_of";

  /** How often the event was tried before, earlier replays included. */
  static final String ATTEMPTS = "attempts";

  private ReplayHeaders() {}
}
