package io.github.deepfer.store;

/** Brings the face detector {@code ultraface} once it is fetched. */
public final class UltraFaceModelProvider extends FetchedModelProvider {
  /** For {@link java.util.ServiceLoader}. */
  public UltraFaceModelProvider() {
    super("ultraface", 20);
  }
}
