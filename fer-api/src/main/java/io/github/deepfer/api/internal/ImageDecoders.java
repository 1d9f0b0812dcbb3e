package io.github.deepfer.api.internal;

import io.github.deepfer.api.ProviderException;
import io.github.deepfer.api.spi.ImageDecoderProvider;
import io.github.deepfer.api.spi.ImageHeader;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The picture decoders that one class loader sees. Pictures come often, so they are looked for once
 * per loader, and for each format chosen once. Thread-safe.
 */
public final class ImageDecoders {
  /**
   * Those of other loaders, held weakly on both sides: a decoder holds its class loader, so that a
   * strong reference to it would keep a web application in memory that is gone. After a garbage
   * collection they are looked for again, which takes milliseconds.
   */
  private static final Map<ClassLoader, WeakReference<ImageDecoders>> KNOWN =
      Collections.synchronizedMap(new WeakHashMap<>());

  /**
   * Those of the loader that loaded this class, and so ends with it. In most programs it is the
   * only one; a collection every few hundred pictures would cost as much as they do.
   */
  private static volatile @Nullable ImageDecoders own;

  private final Providers<ImageDecoderProvider> all;
  private final Map<String, ImageDecoderProvider> chosen = new ConcurrentHashMap<>();

  private ImageDecoders(Providers<ImageDecoderProvider> all) {
    this.all = all;
  }

  /**
   * Those that the context class loader of this thread sees.
   *
   * @return the decoders
   */
  public static ImageDecoders ofThisThread() {
    ClassLoader loader = Registry.contextLoader();
    if (loader == ImageDecoders.class.getClassLoader()) {
      return ofOwnLoader(loader);
    }
    WeakReference<ImageDecoders> known = KNOWN.get(loader);
    ImageDecoders decoders = known == null ? null : known.get();
    if (decoders == null) {
      decoders = new ImageDecoders(Registry.decoders(loader));
      KNOWN.put(loader, new WeakReference<>(decoders));
    }
    return decoders;
  }

  private static ImageDecoders ofOwnLoader(ClassLoader loader) {
    ImageDecoders decoders = own;
    if (decoders == null) {
      decoders = new ImageDecoders(Registry.decoders(loader));
      own = decoders;
    }
    return decoders;
  }

  /**
   * Chooses what decodes a format.
   *
   * @param format as in {@link ImageDecoderProvider#formats()}
   * @return the decoder that the property {@code fer.decoder} names if it has the format, otherwise
   *     the best available one
   * @throws ProviderException if none can run here, or the property names one that cannot
   */
  public ImageDecoderProvider decoderOf(String format) {
    Optional<String> asked = asked();
    return chosen.computeIfAbsent(
        format + " " + asked.orElse(""),
        key -> {
          Providers<ImageDecoderProvider> able =
              all.matching(decoder -> decoder.formats().contains(format))
                  .describedAs(" for " + format);
          Optional<String> named = asked.filter(id -> all.choose(asked).formats().contains(format));
          return able.choose(named);
        });
  }

  /** A decoder and what it read in a file's header. */
  public record Claim(ImageDecoderProvider decoder, ImageHeader header) {}

  /**
   * Asks the decoders whose format a file is.
   *
   * @param encoded a file of no format that DeepFER knows
   * @return the first decoder that knows it, in the order of {@link #decoderOf}; null if none does
   * @throws ProviderException if the property {@code fer.decoder} names one that cannot run here
   */
  public @Nullable Claim claim(byte[] encoded) {
    Set<ImageDecoderProvider> inOrder = new LinkedHashSet<>();
    asked().ifPresent(id -> inOrder.add(all.choose(Optional.of(id))));
    inOrder.addAll(all.available());
    for (ImageDecoderProvider decoder : inOrder) {
      ImageHeader header = decoder.header(encoded);
      if (header != null) {
        return new Claim(decoder, header);
      }
    }
    return null;
  }

  /**
   * The formats of all decoders that can run here.
   *
   * @return names in alphabetical order
   */
  public Set<String> formats() {
    Set<String> formats = new TreeSet<>();
    all.available().forEach(decoder -> formats.addAll(decoder.formats()));
    return formats;
  }

  private static Optional<String> asked() {
    return Registry.property("fer.decoder");
  }
}
