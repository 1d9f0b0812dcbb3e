package io.github.deepfer.store;

/** Brings the face detector {@code yunet} once it is fetched. */
public final class YuNetModelProvider extends FetchedModelProvider {
  /** For {@link java.util.ServiceLoader}. */
  public YuNetModelProvider() {
    super("yunet", 30);
  }
}
