package io.github.deepfer.cli.evaluate;

/** A row that cannot be used; the message says why. */
final class MalformedRow extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedRow(String message) {
    super(message);
  }
}
