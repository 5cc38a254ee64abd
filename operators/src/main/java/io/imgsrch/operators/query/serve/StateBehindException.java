package io.imgsrch.operators.query.serve;

/** The state says less of a product than is known: it went back, and has not caught up yet. */
final class StateBehindException extends Exception {
  private static final long serialVersionUID = 1L;

  StateBehindException(String productKey) {
    super("the state has gone back behind what is known of " + productKey + ": it is catching up");
  }
}
