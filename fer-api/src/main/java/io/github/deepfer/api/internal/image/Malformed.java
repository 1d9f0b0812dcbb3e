package io.github.deepfer.api.internal.image;

/** A file is not what it should be; the message continues a sentence that starts with its name. */
final class Malformed extends Exception {
  private static final long serialVersionUID = 1L;

  Malformed(String message) {
    super(message);
  }

  static Malformed damaged(String what) {
    return new Malformed("is damaged: " + what);
  }
}
