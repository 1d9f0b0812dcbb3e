package io.github.deepfer.api.internal.image.file;

/** A file is not what it should be; the message continues a sentence that starts with its name. */
public final class Malformed extends Exception {
  private static final long serialVersionUID = 1L;

  public Malformed(String message) {
    super(message);
  }

  public static Malformed damaged(String what) {
    return new Malformed("is damaged: " + what);
  }
}
