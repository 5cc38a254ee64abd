package io.imgsrch.local.cli;

/** Where the one-machine platform listens unless told otherwise. */
final class Addresses {
  static final String KAFKA = "127.0.0.1:19092";
  static final String PICTURES = "http://127.0.0.1:18082";
  static final String API = "http://127.0.0.1:18080";

  private Addresses() {}
}
